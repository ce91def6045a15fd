import DispatchWire
import Foundation
import TestSupport
import Testing

/// What others' implementations from PyPI make of what the daemon sends.
extension EndToEndTests {
    /// A request as `verify.py` reads it.
    private struct Captured: Encodable {
        let channel: String
        let url: String
        let headers: [String: String]
        let body: String
        /// Empty when there is none.
        let secret: String
        /// Phones that the message is to call.
        let mentions: [String]?
    }

    private static let oldSecret = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    private static let newSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    /// Channel, path and secret of each endpoint, and the phones of its members.
    private static let endpoints: [(channel: String, path: String, secret: String, phones: [String])] = [
        ("generic", "/generic/a", "\(oldSecret) \(newSecret)", ["13900000101"]),
        ("wecom", "/wecom/send?key=invented", "", ["13900000201", "13900000202"]),
        ("dingtalk", "/dingtalk/send?access_token=invented", RobotPlatforms.secret, ["13900000301"]),
        ("feishu", "/feishu/hook/invented", RobotPlatforms.secret, ["13900000401", "13900000402"]),
    ]

    private static func members(_ receiver: LocalReceiver) -> String {
        let header =
            "id,name,phone,village_code,branch,latitude,longitude,crs,capabilities,transport,channel,endpoint,secret"
        let rows = endpoints.flatMap { endpoint in
            endpoint.phones.map { phone in
                "m\(phone),试员\(phone.suffix(3)),\(phone),130533111225,试验支部,,,,vehicle,car,\(endpoint.channel),"
                    + "\(receiver.url(endpoint.path)),\(endpoint.secret)"
            }
        }
        return ([header] + rows).joined(separator: "\n") + "\n"
    }

    private static func captured(_ request: ReceivedRequest, at receiver: LocalReceiver) throws -> Captured {
        let endpoint = try #require(endpoints.first { request.path.hasPrefix("/\($0.channel)/") })
        // In the order in which the message names them.
        let called = endpoint.phones.compactMap { phone in
            request.text.range(of: "试员\(phone.suffix(3))").map { (phone, $0.lowerBound) }
        }.sorted { $0.1 < $1.1 }.map(\.0)
        return Captured(
            channel: endpoint.channel,
            url: receiver.url(request.target),
            headers: request.headers,
            body: Data(request.body).base64EncodedString(),
            secret: endpoint.secret,
            mentions: ["wecom", "dingtalk"].contains(endpoint.channel) ? called : nil
        )
    }

    @Test(.enabled(if: PythonPackages.isPossible, PythonPackages.needs))
    func othersVerifyWhatIsSent() async throws {
        let packages = PythonPackages(beside: #filePath)
        let python = try await packages.python()
        let script = packages.script("verify.py")
        try await TestCounty.with(answer: RobotPlatforms(rate: 1).take) { county in
            try await county.bringIn(.villages, InventedVillage.villages)
            try await county.bringIn(.members, Self.members(county.receiver))
            for number in 1...3 {
                let _: RequestView = try await county.client.post(
                    "/v1/requests",
                    NewRequest(category: "fall", place: .village(code: "130533111225"), summary: "第 \(number) 件")
                )
            }
            for endpoint in Self.endpoints {
                try await county.receiver.waitForRequests(2) { $0.path.hasPrefix("/\(endpoint.channel)/") }
            }
            let requests = try county.receiver.requests.map { try Self.captured($0, at: county.receiver) }
            let file = county.folder.file("captured.json")
            try JSONEncoder().encode(requests).write(to: URL(filePath: file))
            let result = try await TestCounty.run("/bin/sh", ["-c", "'\(python)' '\(script)' < '\(file)'"])
            #expect(result.status == 0, "\(result.output)\(result.errors)")
            #expect(result.output.split(separator: "\n").count { $0.hasPrefix("ok") } >= 3 * requests.count)
        }
    }
}
