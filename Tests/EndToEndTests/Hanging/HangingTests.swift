import CurlTransport
import DispatchWire
import Foundation
import TestSupport
import Testing

/// The daemon while a disk, a name server or the system's threads hang: whoever asks for what hangs is answered with an
/// error, and everybody else as ever.
extension EndToEndTests {
    private func newRequest() -> NewRequest {
        NewRequest(
            category: "fall",
            place: .villageName(InventedVillage.name, township: nil),
            callerPhone: InventedVillage.callerPhone
        )
    }

    @Test func aBackupFolderThatHangsHoldsNothingElseUp() async throws {
        try await TestFolder.with { folder in
            let world = try await HangingWorld(in: folder)
            try await TestCounty.with(
                in: folder,
                settings: "backup.folder: \(world.hangingFolder)\n",
                wrapper: world.wrapper
            ) { county in
                try await county.bringIn(.villages, InventedVillage.villages)
                let base = county.receiver.url().dropLast()
                try await county.bringIn(.members, InventedVillage.members(endpointBase: String(base)))
                let client = county.client
                #expect(try await client.get("/v1/backups").status == 200)

                try world.hang(.disk)
                let start = ContinuousClock.now
                try await withThrowingTaskGroup(of: Void.self) { group in
                    // More than there are processors, and than there are threads for them.
                    for number in 0..<12 {
                        group.addTask {
                            let answer =
                                number == 0
                                ? try await client.post("/v1/backups", Nothing()) : try await client.get("/v1/backups")
                            #expect(answer.status == 504)
                            #expect(answer.problem == .notAnswering)
                            let said = String(decoding: answer.body, as: UTF8.self)
                            #expect(said.contains("The backup folder has not answered for 10 s."), "\(said)")
                        }
                    }
                    group.addTask {
                        let report: DoctorReport = try await client.get("/v1/doctor")
                        let finding = try #require(report.findings.first { $0.subject == "backups" })
                        #expect(finding.grade == .failure)
                        #expect(finding.detail.contains("has not answered for 10 s"), "\(finding)")
                    }
                    for number in 1...3 {
                        #expect(try await client.get("/healthz").status == 200)
                        #expect(try await client.get("/readyz").status == 200)
                        let opened: RequestView = try await client.post("/v1/requests", self.newRequest())
                        #expect(opened.number == number)
                        try await county.notices(number, "offer.created")
                    }
                    #expect(ContinuousClock.now - start < .seconds(9), "all of that while the folder hung")
                    try await group.waitForAll()
                }
                let metrics = String(decoding: try await client.get("/metrics").body, as: UTF8.self)
                let hung = metrics.split(separator: "\n").first { $0.hasPrefix("arrived_hung_calls ") }
                #expect(hung != nil && hung != "arrived_hung_calls 0", "\(hung ?? "no metric")")

                try world.goOn(.disk)
                try await eventually("backups are made again") {
                    try await client.post("/v1/backups", Nothing()).status == 200
                }
                let list: BackupList = try await client.get("/v1/backups")
                #expect(list.backups.count == 1)
                try await eventually("nothing hangs any more") {
                    String(decoding: try await client.get("/metrics").body, as: UTF8.self)
                        .contains("\narrived_hung_calls 0\n")
                }
            }
        }
    }

    @Test func aBackupFolderThatHangsAtTheStartIsNotWaitedFor() async throws {
        try await TestFolder.with { folder in
            let world = try await HangingWorld(in: folder)
            try world.hang(.disk)
            try await TestCounty.with(
                in: folder,
                settings: "backup.folder: \(world.hangingFolder)\n",
                wrapper: world.wrapper
            ) { county in
                #expect(county.log.contains("the backup folder cannot be read"))
                #expect(try await county.client.get("/healthz").status == 200)
                let refused = try await county.client.post("/v1/backups", Nothing())
                #expect(refused.problem == .notAnswering)
                try world.goOn(.disk)
                try await eventually("backups are made") {
                    try await county.client.post("/v1/backups", Nothing()).status == 200
                }
            }
        }
    }

    @Test func workThatGetsNoThreadIsAnsweredAndDoneLater() async throws {
        try await TestFolder.with { folder in
            let world = try await HangingWorld(in: folder)
            try await TestCounty.with(in: folder, wrapper: world.wrapper) { county in
                try await county.bringIn(.villages, InventedVillage.villages)
                let client = county.client
                try world.hang(.threads)
                for _ in 1...2 {
                    #expect(try await upload(county).problem == .noThread)
                    #expect(try await client.get("/v1/doctor").problem == .noThread)
                    #expect(try await client.post("/v1/backups", Nothing()).problem == .noThread)
                    #expect(try await client.get("/v1/backups").problem == .noThread)
                    // It needs no thread of its own, and waits for no import that does not run.
                    let forgotten = try await client.post("/v1/members/nobody/forget", Nothing())
                    #expect(forgotten.problem == .notFound)
                    let opened = try await client.post("/v1/requests", newRequest())
                    #expect(opened.status == 201)
                }
                try world.goOn(.threads)
                #expect(try await upload(county).status == 200)
                let report: DoctorReport = try await client.get("/v1/doctor")
                #expect(report.findings.contains { $0.subject == "integrity" && $0.grade == .ok })
                #expect(try await client.post("/v1/backups", Nothing()).status == 200)
                #expect(try await client.post("/v1/members/walker/forget", Nothing()).status != 503)
            }
        }
    }

    @Test func aDaemonThatGetsNoThreadForItsWriterEndsAndSaysSo() async throws {
        try await TestFolder.with { folder in
            let world = try await HangingWorld(in: folder)
            _ = try await TestCounty.found(folder)
            try world.hang(.threads)
            let arguments = ["--store", folder.file("store.db"), "--listen", "127.0.0.1:0"]
            let command = world.wrapper + [try Programs.daemon] + arguments
            let result = try await TestCounty.run(command[0], Array(command.dropFirst()))
            #expect(result.status != 0)
            #expect(result.errors.contains("the system gives no thread"), "\(result.errors)")
        }
    }

    @Test func fiveHundredNamesThatNobodyAnswersForDelayNoOtherEndpoint() async throws {
        let dead = 500
        try await TestFolder.with { folder in
            let world = try await HangingWorld(in: folder)
            try await TestCounty.with(in: folder, wrapper: world.wrapper) { county in
                try await county.bringIn(.villages, InventedVillage.villages)
                try await county.bringIn(.members, Self.members(dead: dead, port: county.receiver.port))
                let client = county.client
                // Numbered as they stand in the list.
                let healthy: Int64 = 1
                let shown: EndpointView = try await client.get("/v1/endpoints/\(healthy)")
                #expect(shown.address.contains("robot.good.example"))
                #expect(try await self.attempt(healthy, client).outcome == "sent")

                try world.hang(.names)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for id in (healthy + 1)...(healthy + Int64(dead)) {
                        group.addTask {
                            let attempt = try await self.attempt(id, client)
                            #expect(attempt.outcome != "sent")
                        }
                    }
                    try await eventually("as many names are asked for as may be") {
                        try county.threads(named: "resolver").count >= 12
                    }
                    var mostThreads = 0
                    for _ in 1...20 {
                        let start = ContinuousClock.now
                        #expect(try await self.attempt(healthy, client).outcome == "sent")
                        #expect(ContinuousClock.now - start < .seconds(2))
                        mostThreads = max(mostThreads, try county.threads().count)
                    }
                    try await group.waitForAll()
                    mostThreads = max(mostThreads, try county.threads().count)
                    #expect(mostThreads < 100, "\(mostThreads) threads")
                    #expect(try county.threads(named: "resolver").count <= 24)
                    // Still hanging, all of them.
                    #expect(try await self.attempt(healthy, client).outcome == "sent")
                }
                try world.goOn(.names)
                try await eventually("nobody waits any more") {
                    try county.threads(named: "resolver").isEmpty
                }
            }
        }
    }

    private struct Nothing: Encodable {}

    private func attempt(_ endpoint: Int64, _ client: APIClient) async throws -> DeliveryView.Attempt {
        try await client.post("/v1/endpoints/\(endpoint)/test", Nothing())
    }

    private func upload(_ county: TestCounty) async throws -> APIClient.Answer {
        try await county.client.perform(
            CurlExchange(
                method: .post,
                url: county.baseURL + "/v1/imports/members",
                headers: [("Authorization", "Bearer \(county.token)")],
                body: .bytes(Array(InventedVillage.members(endpointBase: "http://127.0.0.1:1").utf8))
            )
        )
    }

    /// One member whose endpoint is well, and many whose endpoints' names nobody answers for.
    private static func members(dead: Int, port: UInt16) -> String {
        let header =
            "id,name,phone,village_code,branch,latitude,longitude,crs,capabilities,transport,channel,endpoint,secret\n"
        let hosts = ["robot.good.example"] + (1...dead).map { "robot-\($0).dead.example" }
        return header
            + hosts.enumerated().map { number, host in
                "m\(number),试员\(number),,130533111225,试验支部,,,,,walk,generic,http://\(host):\(port)/members/m\(number),"
            }.joined(separator: "\n")
    }
}
