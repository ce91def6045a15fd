import ArgumentParser
import DispatchWire

struct EndpointsTestCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Send a test that asks for nothing, to one endpoint or to all that are on.",
        discussion: "It ends with exit code 1 when one did not arrive."
    )

    @Argument(help: "Number of the endpoint.")
    var id: Int?

    @Flag(help: "All that are not switched off, one after the other.")
    var all = false

    @OptionGroup var server: ServerOptions

    func validate() throws {
        guard all == (id == nil) else { throw ValidationError("Say either the number of an endpoint or --all.") }
    }

    func run(in session: APISession) async throws(CommandFailure) {
        guard let id else { return try await testAll(session) }
        let answer = try await session.send(APICall(.post, ["v1", "endpoints", String(id), "test"]))
        let attempt = try session.read(DeliveryView.Attempt.self, from: answer.body)
        try session.show(answer, as: DeliveryView.Attempt.self) { attempt in
            EndpointReport(clock: session.clock).lines(attempt).joined(separator: "\n")
        }
        guard attempt.outcome == "sent" else { throw .failed("the test did not arrive") }
    }

    private func testAll(_ session: APISession) async throws(CommandFailure) {
        let endpoints = try await allOn(session)
        var failed = 0
        for (position, endpoint) in endpoints.enumerated() {
            if session.console.errorsAreTerminal {
                session.console.progress("testing \(position + 1) of \(endpoints.count), \(failed) failed")
            }
            let call = APICall(.post, ["v1", "endpoints", String(endpoint.id), "test"])
            let attempt = try session.read(DeliveryView.Attempt.self, from: try await session.send(call).body)
            guard attempt.outcome != "sent" else { continue }
            failed += 1
            if session.console.errorsAreTerminal { session.console.endProgress() }
            let code = attempt.platformCode.map { ", code \($0)" } ?? attempt.status.map { ", HTTP \($0)" } ?? ""
            session.console.print(
                "\(endpoint.id)  \(endpoint.address)  \(attempt.reason ?? "failed")\(code)  "
                    + "(\(endpoint.members) members, \(endpoint.desks) desks)"
            )
        }
        if session.console.errorsAreTerminal { session.console.endProgress() }
        session.console.print("\(endpoints.count - failed) of \(endpoints.count) endpoints got the test.")
        if failed > 0 { throw .failed("\(failed) of \(endpoints.count) endpoints did not get the test") }
    }

    private func allOn(_ session: APISession) async throws(CommandFailure) -> [EndpointView] {
        var endpoints: [EndpointView] = []
        var after: String?
        repeat {
            let query = [("limit", String(WireLimits.pageSize.upperBound)), ("after", after)]
            let answer = try await session.send(APICall(.get, ["v1", "endpoints"], query: query))
            let list = try session.read(EndpointList.self, from: answer.body)
            endpoints += list.endpoints.filter { $0.disabledAt == nil }
            after = list.next
        } while after != nil
        return endpoints
    }
}
