import DispatchCore
import DispatchService
import DispatchStore
import DispatchWire
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import RosterFiles
import Testing

@Suite(.timeLimit(.minutes(2)))
struct ImportRouteTests {
    private static func members(_ count: Int, endpoint: String = "http://127.0.0.1:9/") -> String {
        let rows = (1...count).map {
            "n\($0),MARK New \($0),1390000\(1000 + $0),999999001001,,,,,vehicle,car,generic,\(endpoint),\n"
        }
        let header =
            "id,name,phone,village_code,branch,latitude,longitude,crs,capabilities,transport,channel,endpoint,secret\n"
        return header + rows.joined()
    }

    @Test func importsOnceAndChangesNothingTheSecondTime() async throws {
        try await APIWorld.run { world in
            func send(_ query: String, _ text: String) async throws -> ImportResult {
                let reply = try await world.call(
                    .post,
                    "/v1/imports/members\(query)",
                    token: world.tokens.administrator,
                    text: text
                )
                #expect(reply.status == 200, "\(reply.text)")
                return try reply.read()
            }
            let file = Self.members(300)
            let before = try await world.deeds()
            let dry = try await send("?dryRun=true", file)
            #expect(dry.dryRun && dry.added == 300)
            #expect(try await world.deeds() == before)
            let done = try await send("", file)
            #expect(!done.dryRun && done.rows == 300 && done.added == 300 && done.unchanged == 0)
            let after = try await world.deeds()
            let again = try await send("", file)
            #expect(again.added == 0 && again.changed == 0 && again.unchanged == 300)
            #expect(try await world.deeds() == after)
            let changed = try await send("", file.replacing("MARK New 7,", with: "MARK Newer 7,"))
            #expect(changed.changed == 1 && changed.unchanged == 299)

            // Who holds an assignment stays.
            let offer = try await world.open().offers[0]
            try await world.answer(offer, "accept")
            let removed = try await send("?removeMissing=true", file)
            #expect(removed.removed + removed.kept.count == 8)
            #expect(removed.kept.contains(offer.memberId) || offer.memberId.hasPrefix("n"))
            #expect(try leftovers(world).isEmpty, "uploads go when the import is over")
        }
    }

    @Test func tellsItsProgressLineByLine() async throws {
        try await APIWorld.run { world in
            let reply = try await world.call(
                .post,
                "/v1/imports/members",
                token: world.tokens.administrator,
                headers: ["Accept": "application/x-ndjson"],
                text: Self.members(2000)
            )
            #expect(reply.status == 200)
            #expect(reply.mediaType == "application/x-ndjson")
            let lines = try reply.text.split(separator: "\n").map {
                try WireJSON.read(ImportStreamLine.self, from: Array($0.utf8))
            }
            guard case .result(let result) = try #require(lines.last) else {
                Issue.record("the last line is \(String(describing: lines.last))")
                return
            }
            #expect(result.added == 2000)
            for line in lines.dropLast() {
                guard case .progress = line else {
                    Issue.record("\(line) is no progress")
                    continue
                }
            }
        }
    }

    @Test func aRowThatIsWrongAsAWholeNamesNoColumn() async throws {
        try await APIWorld.run { world in
            let reply = try await world.call(
                .post,
                "/v1/imports/villages",
                token: world.tokens.administrator,
                text: "code,name,township_code,township,latitude,longitude,crs\n999999003001,Short Example\n"
            )
            let line = try #require(JSONValue(parsing: reply.text)["lines"]?.elements.first)
            #expect(line["line"]?.wholeNumber == 2)
            #expect(line["column"] == nil)
            #expect(line["value"] == nil)
        }
    }

    @Test(arguments: [nil, "application/x-ndjson"])
    func namesEveryBadLineAndImportsNothing(accept: String?) async throws {
        try await APIWorld.run { world in
            let file = """
                code,name,township_code,township,latitude,longitude,crs
                999999003001,New Example,999999003,Third Township,37.0,115.2,WGS-84
                999999003002,Bad Example,999999003,Third Township,95.1,115.2,WGS-84
                999999003003,Swapped Example,999999003,Third Township,115.2,37.0,WGS-84

                """
            let before = try await world.deeds()
            let reply = try await world.call(
                .post,
                "/v1/imports/villages",
                token: world.tokens.administrator,
                headers: accept.map { ["Accept": $0] } ?? [:],
                text: file
            )
            #expect(reply.status == (accept == nil ? 422 : 200))
            let last = try JSONValue(parsing: String(try #require(reply.text.split(separator: "\n").last)))
            let problem = last["problem"] ?? last
            #expect(problem["code"] == "import-refused")
            #expect(problem["lineCount"]?.wholeNumber == Int64(problem["lines"]?.elements.count ?? 0))
            let lines = problem["lines"]?.elements.compactMap { $0["line"]?.wholeNumber } ?? []
            #expect(Set(lines) == [3, 4])
            #expect(problem["lines"]?.elements.allSatisfy { $0["column"] != nil && $0["message"] != nil } == true)
            #expect(try await world.deeds() == before)
            #expect(try leftovers(world).isEmpty)
        }
    }

    @Test(arguments: ["", "\n", "x", "a,b\n1,2\n", "code,name\n", "\u{0}\u{1}\u{2}", "PK\u{3}\u{4}"])
    func refusesAFileThatIsNoList(text: String) async throws {
        try await APIWorld.run { world in
            for kind in ["villages", "members", "households"] {
                let reply = try await world.call(
                    .post,
                    "/v1/imports/\(kind)",
                    token: world.tokens.administrator,
                    text: text
                )
                #expect(reply.code == .importRefused)
                #expect(reply.json["detail"] != nil)
            }
        }
    }

    @Test func keepsVillagesThatAreInUse() async throws {
        try await APIWorld.run { world in
            let file = APIRosters().villages.split(separator: "\n").dropLast(3).joined(separator: "\n") + "\n"
            let reply = try await world.call(
                .post,
                "/v1/imports/villages?removeMissing=true",
                token: world.tokens.administrator,
                text: file
            )
            #expect(reply.code == .importRefused)
            #expect(reply.json["candidates"]?.elements.contains(.string(APIRosters.thirdVillage)) == true)
        }
    }

    @Test(arguments: ["?encoding=latin1", "?dryRun=yes", "?dry=true", "?removeMissing=1"])
    func refusesParametersByName(query: String) async throws {
        try await APIWorld.run(rosters: nil) { world in
            let reply = try await world.call(
                .post,
                "/v1/imports/villages\(query)",
                token: world.tokens.administrator,
                text: APIRosters().villages
            )
            #expect(reply.status == 422)
            #expect(query.dropFirst().hasPrefix(reply.json["field"]?.text ?? "none"))
        }
    }

    @Test func readsGB18030() async throws {
        try await APIWorld.run(rosters: nil) { world in
            let header = Array("code,name,township_code,township,latitude,longitude,crs\n999999001001,".utf8)
            // 村 in GB18030.
            let body = header + [0xB4, 0xE5] + Array(",999999001,T,37.0,115.2,\n".utf8)
            let refused = try await world.call(
                .post,
                "/v1/imports/villages?encoding=utf-8",
                token: world.tokens.administrator,
                body: body
            )
            #expect(refused.code == .importRefused)
            let taken = try await world.call(
                .post,
                "/v1/imports/villages?encoding=gb18030",
                token: world.tokens.administrator,
                body: body
            )
            #expect(taken.status == 200)
            let villages = try await world.call(.get, "/v1/villages", token: world.tokens.administrator)
            #expect(villages.json["villages"]?.elements.first?["name"] == "村")
        }
    }

    @Test func refusesAFileOverTheLimitBeforeReadingIt() async throws {
        try await APIWorld.run(rosters: nil) { world in
            let response = try await world.respond(
                to: Request(
                    head: HTTPRequest(
                        method: .post,
                        scheme: "http",
                        authority: "a",
                        path: "/v1/imports/members",
                        headerFields: [
                            .authorization: "Bearer \(world.tokens.administrator)",
                            .contentLength: String(WireLimits.importLimitBytes + 1),
                        ]
                    ),
                    body: RequestBody(asyncSequence: AsyncStream<ByteBuffer> { _ in })
                )
            )
            #expect(response.status == .contentTooLarge)
            #expect(try leftovers(world).isEmpty)
        }
    }

    @Test(arguments: ["dryRun=maybe", "removeMissing=2", "encoding=latin-1", "force=true", "dryRun=true&dryRun=true"])
    func aQueryThatCannotBeMeantLeavesNoListBehind(query: String) async throws {
        try await APIWorld.run { world in
            for accept in ["application/json", "application/x-ndjson"] {
                let reply = try await world.call(
                    .post,
                    "/v1/imports/members?\(query)",
                    token: world.tokens.administrator,
                    headers: ["Accept": accept],
                    text: Self.members(3)
                )
                #expect(reply.status == 422, "\(reply.text)")
                #expect(try leftovers(world).isEmpty)
            }
        }
    }

    @Test func anUploadGoesAlsoWhenNobodyTakesTheAnswerOrTheBodyBreaksOff() async throws {
        try await APIWorld.run { world in
            struct BrokenOff: Error {}
            let (pieces, sink) = AsyncThrowingStream<ByteBuffer, any Error>.makeStream()
            sink.yield(ByteBuffer(string: Self.members(3)))
            sink.finish(throwing: BrokenOff())
            let whole = RequestBody(buffer: ByteBuffer(string: Self.members(3)))
            for (body, status) in [(whole, 200), (RequestBody(asyncSequence: pieces), 500)] {
                let head = HTTPRequest(
                    method: .post,
                    scheme: "http",
                    authority: "arrived.example",
                    path: "/v1/imports/members?dryRun=true",
                    headerFields: [
                        .authorization: "Bearer \(world.tokens.administrator)", .accept: "application/x-ndjson",
                    ]
                )
                do {
                    // The answer is let go of before a byte of it was asked for, as when the client has gone.
                    let response = try await world.respond(to: Request(head: head, body: body))
                    #expect(response.status.code == status)
                }
                // It goes on a thread of its own, a moment later.
                let end = ContinuousClock.now + .seconds(30)
                while try !leftovers(world).isEmpty, ContinuousClock.now < end { await Task.yield() }
                #expect(try leftovers(world).isEmpty)
            }
        }
    }

    @Test func oneImportRunsAtATime() async throws {
        try await APIWorld.run { world in
            // The first import stands in its progress report until the second has been refused.
            let path = "\(world.folder)/members.csv"
            try Self.members(3000).write(toFile: path, atomically: true, encoding: .utf8)
            let (reached, reach) = AsyncStream<Void>.makeStream()
            let (released, release) = AsyncStream<Void>.makeStream()
            async let first = world.dispatcher.importer.perform(
                Importer.Order(
                    path: path,
                    kind: .members,
                    encoding: .auto,
                    isDryRun: false,
                    removesMissing: false,
                    actor: .system
                )
            ) { _, _, _ in
                reach.yield()
                for await _ in released { break }
            }
            for await _ in reached { break }
            let second = try await world.call(
                .post,
                "/v1/imports/villages",
                token: world.tokens.administrator,
                text: APIRosters().villages
            )
            #expect(second.code == .importRunning)
            #expect(second.headers[.retryAfter] != nil)
            release.finish()
            #expect(try await first.added == 3000)
        }
    }

    private func leftovers(_ world: APIWorld) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: world.folder).filter { $0.contains("upload") }
    }
}
