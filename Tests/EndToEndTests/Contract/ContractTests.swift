import Foundation
import Testing

/// Whether the daemon does what its OpenAPI document says, and the document says what it does.
extension EndToEndTests {
    /// How long each role goes on; in the long runs only, else there is a fixed number of calls.
    private static let seconds = ProcessInfo.processInfo.environment["ARRIVED_CONTRACT_SECONDS"].flatMap { Int($0) }
    /// Fixed, but for the long runs and to play a failure again.
    private static let seed =
        ProcessInfo.processInfo.environment["ARRIVED_CONTRACT_SEED"].flatMap { Int($0) }
        ?? (seconds == nil ? 1 : Int.random(in: 2...99_999))

    /// Schemathesis calls every route that ends, as administrator and as operator of a township; `contract.py` says how
    /// to run it by hand and how to read what it finds.
    @Test(.enabled(if: PythonPackages.isPossible, PythonPackages.needs))
    func documentAndDaemonAgree() async throws {
        let packages = PythonPackages(beside: #filePath)
        var arguments = [
            packages.script("contract.py"), "--daemon", try Programs.daemon, "--ctl", try Programs.control,
            "--seed", String(Self.seed),
        ]
        if let seconds = Self.seconds { arguments += ["--seconds", String(seconds)] }
        let limit = Duration.seconds((Self.seconds ?? 0) + 300)
        let result = try await TestCounty.run(try await packages.python(), arguments, within: limit)
        print("contract: ARRIVED_CONTRACT_SEED=\(Self.seed)\n\(result.output)")
        #expect(result.status == 0, "\(result.output)\(result.errors)")
    }
}
