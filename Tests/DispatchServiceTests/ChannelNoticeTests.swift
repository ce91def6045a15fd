import DispatchCore
import DispatchService
import DispatchStore
import DispatchTestSupport
import DispatchWire
import Foundation
import GRDB
import StoreTestSupport
import TestSupport
import Testing
import WebhookDelivery

/// Notices to members and desks who are reached through robots and phones, from the board to the wire.
@Suite(.timeLimit(.minutes(2)))
struct ChannelNoticeTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// Proves success on every platform.
    private static let success = Array(#"{"errcode":0,"code":0,"errmsg":"ok"}"#.utf8)
    private static let ntfySuccess = Array(#"{"id":"a1","event":"message"}"#.utf8)
    /// What only those may read who go: the fixture's caller and summary.
    private static let personal = ["0000-000", "a test of the service"]

    private func open(_ dispatcher: Dispatcher) async throws -> HelpRequest {
        let village = dispatcher.directory.villages[0]
        try await dispatcher.writer.open(
            NewHelpRequest(category: "fall", place: Place(villageCode: village.code, coordinate: village.coordinate))
        )
        return try #require(try await dispatcher.writer.requests.last)
    }

    private func states(_ store: Store) throws -> Set<String> {
        try store.pool.read { Set(try String.fetchAll($0, sql: "SELECT DISTINCT state FROM delivery")) }
    }

    @Test(arguments: [Channel.wecom, .dingtalk, .feishu])
    func groupReadsWhomItConcernsAndNothingOfTheHousehold(channel: Channel) async throws {
        let receiver = try LocalReceiver { _ in .reply(status: 200, body: Self.success) }
        try await House.withDispatcher(in: folder, endpointsAt: receiver.url(""), channel: channel) { dispatcher in
            let request = try await open(dispatcher)
            // What is for several of a group is one message.
            for offer in request.offers {
                try await receiver.waitForRequests(1) { $0.text.contains("测试员\(offer.memberID)") }
            }
            let offers = receiver.requests
            #expect(offers.allSatisfy { $0.text.contains("【求助】") && $0.text.contains("http://daemon.test/g/") })
            _ = try await dispatcher.take(.accept, on: request.offers[0].id)
            let accepted = try await receiver.waitForRequests(1) { $0.text.contains("请您出发") }
            #expect(accepted[0].text.contains("点链接看"))
            // The others are thanked.
            for offer in request.offers.dropFirst() {
                try await receiver.waitForRequests(1) {
                    $0.text.contains("不用去了") && $0.text.contains("测试员\(offer.memberID)")
                }
            }
            for notice in receiver.requests {
                for secret in Self.personal { #expect(!notice.text.contains(secret)) }
                #expect(notice.headers["webhook-id"] == nil)
            }
        }
        receiver.stop()
    }

    @Test func phoneOfItsOwnGetsButtonsAndAfterTheAcceptTheDetails() async throws {
        struct Body: Decodable {
            struct Action: Decodable {
                let url: String
                let body: String
            }
            let topic: String
            let message: String
            let actions: [Action]
        }
        let receiver = try LocalReceiver { _ in .reply(status: 200, body: Self.ntfySuccess) }
        try await House.withDispatcher(in: folder, endpointsAt: receiver.url(""), channel: .ntfy) { dispatcher in
            let request = try await open(dispatcher)
            let received = try await receiver.waitForRequests(request.offers.count)
            #expect(received.allSatisfy { $0.target == "/" })
            let offer = try JSONDecoder().decode(Body.self, from: Data(received[0].body))
            #expect(offer.actions.map(\.body) == [#"{"action":"accept"}"#, #"{"action":"decline"}"#])
            for secret in Self.personal { #expect(!received[0].text.contains(secret)) }
            // The button leads to the offer.
            let token = try #require(offer.actions[0].url.split(separator: "/").last)
            let id = try #require(dispatcher.offer(ofToken: String(token)))
            _ = try await dispatcher.take(.accept, on: id)
            let accepted = try await receiver.waitForRequests(1) { $0.text.contains("请您出发") }
            for secret in Self.personal { #expect(accepted[0].text.contains(secret)) }
        }
        receiver.stop()
    }

    /// 200 is no success: the offers are silent, and nobody counts as asked.
    @Test(arguments: [
        (Channel.wecom, #"{"errcode":45009,"errmsg":"api freq out of limit"}"#),
        (.dingtalk, #"{"status":1111,"wait":5,"punish":"deny"}"#),
        (.dingtalk, #"{"errcode":"310000","errmsg":"sign not match"}"#),
        (.feishu, #"{"StatusCode":0,"code":19001,"msg":"param invalid: incoming webhook access token invalid"}"#),
        (.ntfy, #"{"errcode":0,"code":0}"#),
    ])
    func refusalIsNoDeliveryThoughItsStatusIs200(channel: Channel, answer: String) async throws {
        let receiver = try LocalReceiver { _ in .reply(status: 200, body: Array(answer.utf8)) }
        var policy = Policy.simple
        policy.confirmationSilenceSeconds = 3600
        try await House.withDispatcher(
            in: folder,
            policy: policy,
            endpointsAt: receiver.url(""),
            channel: channel
        ) { dispatcher in
            let request = try await open(dispatcher)
            try await receiver.waitForRequests(request.offers.count)
            // Each first offer has been given up or is silent, so that somebody else is asked.
            var position: Int64 = 0
            var told = 0
            while told < request.offers.count, await dispatcher.follower.grows(past: position) {
                for line in try await dispatcher.store.journal(after: position, limit: 1000) {
                    #expect(line.kind != "offer.delivered")
                    if ["offer.silent", "offer.undeliverable"].contains(line.kind) { told += 1 }
                    position = line.position
                }
            }
            #expect(try !states(dispatcher.store).contains("sent"))
        }
        receiver.stop()
    }

    @Test func calledDeskReadsItInItsGroup() async throws {
        let receiver = try LocalReceiver { _ in .reply(status: 200, body: Self.success) }
        try await House.withDispatcher(in: folder, rate: 50, endpointsAt: receiver.url(""), channel: .wecom) {
            dispatcher in
            _ = try await open(dispatcher)
            let called = try await receiver.waitForRequests(1) { $0.text.contains("【求助·吹哨】") }
            #expect(called[0].text.contains("测试值班台"))
            #expect(called[0].text.contains("http://daemon.test/w/"))
            #expect(called[0].text.contains("还没有人答应去"))
        }
        receiver.stop()
    }
}
