import CurlTransport

/// The way to one server over HTTP or HTTPS.
struct CurlConnection: APIConnection {
    /// Bytes of an answer that are kept: two hundred requests with long timelines stay well under it.
    private static let answerLimitBytes = 16 * 1_048_576
    /// A server that takes longer for a call that is not a stream or an import will not answer any more.
    private static let answerTimeoutMilliseconds = 30_000

    private let base: String
    private let token: String?
    private let loop: CurlLoop

    /// - Parameters:
    ///   - server: address of the server, with a path if it stands behind a proxy under one.
    ///   - token: what to present as a bearer token, if anything.
    init(server: String, token: String?) throws(CommandFailure) {
        let base = String(server.reversed().drop { $0 == "/" }.reversed())
        do throws(CurlFault) {
            _ = try TransportURL(base)
        } catch {
            throw .usage("the server “\(server)” is no http or https address")
        }
        guard !base.contains("?"), !base.contains("#") else {
            throw .usage("the server “\(server)” must be an address without a query")
        }
        do throws(CurlFault) {
            loop = try CurlLoop(configuration: .init(policy: .unrestricted))
        } catch {
            throw .failed("no connection can be made: \(error.text)")
        }
        self.base = base
        self.token = token
    }

    func send(_ call: APICall) async throws(ConnectionFault) -> APIAnswer {
        let exchange = exchange(for: call)
        let reply: CurlReply
        do {
            reply = try await loop.perform(exchange)
        } catch {
            throw ConnectionFault(error)
        }
        guard !reply.bodyTruncated else {
            throw ConnectionFault(text: "the answer is larger than any should be", mayHaveArrived: true)
        }
        return APIAnswer(status: reply.status, body: reply.body)
    }

    private func exchange(for call: APICall) -> CurlExchange {
        var headers = [(name: "Accept", value: call.accept), (name: "User-Agent", value: "arrivectl")]
        if let token { headers.append((name: "Authorization", value: "Bearer \(token)")) }
        if let key = call.idempotencyKey { headers.append((name: "Idempotency-Key", value: key)) }
        if let id = call.lastEventID { headers.append((name: "Last-Event-ID", value: id)) }
        let body: CurlExchange.Body
        switch call.body {
        case .none:
            body = .none
        case .json(let bytes):
            headers.append((name: "Content-Type", value: "application/json"))
            body = .bytes(bytes)
        case .csvFile(let path):
            headers.append((name: "Content-Type", value: "text/csv"))
            body = .file(path: path)
        }
        return CurlExchange(
            method: method(of: call),
            url: base + call.target,
            headers: headers,
            body: body,
            totalTimeoutMilliseconds: call.isUnhurried ? nil : Self.answerTimeoutMilliseconds,
            bodyLimitBytes: Self.answerLimitBytes,
            onBody: call.onBody
        )
    }

    private func method(of call: APICall) -> CurlExchange.Method {
        switch call.method {
        case .get: .get
        case .post: .post
        case .patch: .patch
        case .delete: .delete
        }
    }
}

extension ConnectionFault {
    /// What a fault of the transport means to whoever typed the command.
    fileprivate init(_ fault: CurlFault) {
        switch fault.kind {
        case .resolve: self.init(text: "its name has no address", mayHaveArrived: false)
        case .connect: self.init(text: "nobody listens there", mayHaveArrived: false)
        case .timeout: self.init(text: "it took too long", mayHaveArrived: true)
        case .tls: self.init(text: "no secure connection came about (\(fault.text))", mayHaveArrived: false)
        case .broken: self.init(text: "the connection broke", mayHaveArrived: true)
        case .cancelled: self.init(text: "cancelled", mayHaveArrived: true)
        case .badHeader: self.init(text: "the token cannot be sent", mayHaveArrived: false)
        case .bodyFile: self.init(text: "the file cannot be read (\(fault.text))", mayHaveArrived: true)
        case .tooLarge: self.init(text: "its answer is larger than any should be", mayHaveArrived: true)
        case .badURL, .addressRefused, .overloaded, .other:
            self.init(text: fault.description, mayHaveArrived: false)
        }
    }
}
