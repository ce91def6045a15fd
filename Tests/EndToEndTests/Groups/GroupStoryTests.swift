import CurlTransport
import DispatchWire
import Foundation
import GRDB
import TestSupport
import Testing

extension EndToEndTests {
    /// Three groups, each with its robot and eight members; everybody has a car.
    private static func groups(_ receiver: LocalReceiver) -> String {
        let header =
            "id,name,phone,village_code,branch,latitude,longitude,crs,capabilities,transport,channel,endpoint,secret"
        let robots = [
            ("wecom", "/wecom/send?key=invented", ""),
            ("dingtalk", "/dingtalk/send?access_token=invented", RobotPlatforms.secret),
            ("feishu", "/feishu/hook/invented", RobotPlatforms.secret),
        ]
        let rows = robots.enumerated().flatMap { group, robot in
            (0..<8).map { number in
                let id = "\(robot.0)-\(number)"
                let place = "36.9\(group + 1)\(number)000,115.36\(number)000"
                return "\(id),试组\(robot.0)员\(number),1390000\(group)\(number)00,130533111225,试验支部,\(place),WGS-84,"
                    + "vehicle,car,\(robot.0),\(receiver.url(robot.1)),\(robot.2)"
            }
        }
        return ([header] + rows).joined(separator: "\n") + "\n"
    }

    /// Far more offers than the robots may send messages, a kill in the middle: nobody's robot is silenced, and what counts
    /// as sent was read.
    @Test func robotsKeepToTheirPlatformsLimitsAndTellNothingThatWasNotRead() async throws {
        let rate = 20.0
        let platforms = RobotPlatforms(rate: rate)
        try await TestCounty.with(clockRate: rate, answer: platforms.take) { county in
            try await county.bringIn(.villages, InventedVillage.villages)
            try await county.bringIn(.members, Self.groups(county.receiver))
            let call = NewRequest(category: "fall", place: .village(code: "130533111225"))
            for number in 1...40 {
                let _: RequestView = try await county.client.post("/v1/requests", call)
                guard number == 20 else { continue }
                await county.kill()
                try await county.start()
            }
            try await eventually("the outbox is empty") {
                try county.sql { try Int.fetchOne($0, sql: "SELECT count(*) FROM delivery WHERE state = 'due'") } == 0
            }
            await county.stop()

            for (path, robot) in platforms.robots {
                #expect(robot.refusedCount == 0, "\(path) was sent to too often")
                #expect(robot.faults == [], "\(path)")
                #expect(robot.read.count > 5, "\(path)")
            }
            #expect(platforms.robots.count == 3)

            let rows = try county.sql { database in
                try Row.fetchAll(
                    database,
                    sql: """
                        SELECT delivery.state, help_request.number, member.name, endpoint.channel FROM delivery
                        JOIN notice ON notice.id = notice_id JOIN help_request ON help_request.id = request_id
                        JOIN endpoint ON endpoint.id = delivery.endpoint_id
                        JOIN member ON member.id = notice.member_id
                        WHERE notice.kind = 'offer.created'
                        """
                ).map { row -> (state: String, number: Int, name: String, channel: String) in
                    (row["state"], row["number"], row["name"], row["channel"])
                }
            }
            #expect(rows.count > 100)
            let read = Dictionary(
                platforms.robots.map { path, robot in (String(path.split(separator: "/")[0]), robot.read) }
            ) { first, _ in first }
            for row in rows where row.state == "sent" {
                let wasRead = (read[row.channel] ?? []).contains { text in
                    text.contains("第 \(row.number) 号") && text.contains(row.name)
                }
                #expect(wasRead, "\(row.name) was told of no. \(row.number), says the store")
            }
            let shared = try county.sql { database in
                try Int.fetchOne(database, sql: "SELECT count(*) FROM attempt WHERE lead_delivery_id IS NOT NULL")
            }
            #expect(shared ?? 0 > 50, "messages were shared")
        }
    }

    /// A group reads one message; one of it says who they are and goes; a lock outlives a kill.
    @Test func aMemberOfAGroupAnswersByName() async throws {
        let platforms = RobotPlatforms(rate: 1)
        try await TestCounty.with(answer: platforms.take) { county in
            try await county.bringIn(.villages, InventedVillage.villages)
            try await county.bringIn(.members, Self.groups(county.receiver))
            try await county.bringIn(.households, InventedVillage.households.replacing(",contact,", with: ",,"))
            let call = try await county.control("call", InventedVillage.callerPhone, "fall", "腿疼")
            #expect(call.status == 0, "\(call)")
            let message = try await county.receiver.waitForRequests(1) { $0.path.hasPrefix("/wecom") }
            let text = try #require(message.first).text
            for secret in InventedVillage.secrets { #expect(!text.contains(secret)) }
            let link = try #require(text.firstMatch(of: #/http://127.0.0.1:\d+/g/[A-Za-z0-9_-]+/#)?.output)
            let page = String(link)

            let shown = try await county.client.get(page: page)
            #expect(String(decoding: shown.body, as: UTF8.self).contains("试组wecom员0"))
            for _ in 1...5 {
                #expect(
                    try await county.client.post(form: "member=wecom-0&digits=1111&action=accept", to: page).status
                        == 403
                )
            }
            await county.kill()
            try await county.start()
            #expect(
                try await county.client.post(form: "member=wecom-0&digits=0000&action=accept", to: page).status == 429
            )

            let gone = try await county.client.post(form: "member=wecom-1&digits=0100&action=accept", to: page)
            #expect(gone.status == 303)
            let own = try #require(gone.location)
            #expect(own.hasPrefix("../o/"))
            let mine = try await county.client.get(page: county.baseURL + own.dropFirst(2))
            #expect(String(decoding: mine.body, as: UTF8.self).contains(InventedVillage.householdName))
            // The group hears who goes, and nothing about whom to.
            let told = try await county.receiver.waitForRequests(1) {
                $0.path.hasPrefix("/wecom") && $0.text.contains("请您出发")
            }
            for secret in InventedVillage.secrets { #expect(!told[0].text.contains(secret)) }
            try expectOneHolderOfEachSeat(county)
        }
    }
}
