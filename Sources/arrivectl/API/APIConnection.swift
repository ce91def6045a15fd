/// The way to one server.
protocol APIConnection: Sendable {
    /// Makes one call and returns the answer whatever its status; throws if there was none.
    func send(_ call: APICall) async throws(ConnectionFault) -> APIAnswer
}

/// Why a call brought no answer.
struct ConnectionFault: Error, Hashable {
    /// In a few words, without the address.
    let text: String
    /// Whether the server may have received the call: false if no connection came about.
    let mayHaveArrived: Bool
}
