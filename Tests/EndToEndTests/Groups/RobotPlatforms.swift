import CurlTransport
import Foundation
import TestSupport
import WebhookDelivery

/// Plays the platforms that robots of groups belong to: their limits, their codes in answers of HTTP 200, their
/// punishments, their bad moments (channels, sections 2.6, 3.4 and 4.4).
///
/// It keeps the daemon's time, which may run faster than that of the test.
final class RobotPlatforms: Sendable {
    /// What one robot has met.
    struct Robot: Sendable {
        /// Texts that its group has read.
        var read: [String] = []
        /// Times of all messages that count for the limit, in milliseconds.
        var times: [Double] = []
        /// Messages over the limit.
        var refusedCount = 0
        /// Messages that were no good: unsigned, too long, of another form.
        var faults: [String] = []
        /// Messages of every kind.
        var count = 0
    }

    static let secret = "SECdemo"
    /// Every so many messages the platform has a bad moment.
    private static let badMomentInterval = 9

    private let rate: Double
    private let start = ContinuousClock.now
    private let state = Locked<[String: Robot]>([:])

    init(rate: Double) {
        self.rate = rate
    }

    /// By the path of their URL.
    var robots: [String: Robot] { state.withLock { $0 } }

    func take(_ request: ReceivedRequest) -> ReceiverAnswer {
        let now = (ContinuousClock.now - start) / .milliseconds(1) * rate
        let answer = state.withLock { robots in
            var robot = robots[request.path] ?? Robot()
            defer { robots[request.path] = robot }
            robot.count += 1
            switch request.path.split(separator: "/").first {
            case "wecom": return Self.wecom(request, &robot, now)
            case "dingtalk": return Self.dingtalk(request, &robot, now)
            case "feishu": return Self.feishu(request, &robot, now)
            case _: return "not here"
            }
        }
        return .reply(status: 200, body: Array(answer.utf8))
    }

    /// Whether one more message would be too many in this stretch.
    private static func isFull(_ robot: Robot, _ now: Double, _ limit: Int, milliseconds: Double) -> Bool {
        robot.times.count { $0 > now - milliseconds } >= limit
    }

    private static func isBadMoment(_ robot: Robot) -> Bool { robot.count % badMomentInterval == 0 }

    private static func wecom(_ request: ReceivedRequest, _ robot: inout Robot, _ now: Double) -> String {
        guard let text = text(at: ["text", "content"], of: request) else {
            robot.faults.append("no text: \(request.text)")
            return #"{"errcode":40008,"errmsg":"invalid message type"}"#
        }
        guard !isFull(robot, now, 20, milliseconds: 60_000) else {
            robot.refusedCount += 1
            return #"{"errcode":45009,"errmsg":"api freq out of limit"}"#
        }
        guard text.utf8.count <= 2_048 else {
            robot.faults.append("\(text.utf8.count) bytes")
            return #"{"errcode":93000,"errmsg":"Invalid input : content exceed max length. Max length is 2048"}"#
        }
        robot.times.append(now)
        guard !isBadMoment(robot) else { return robot.count % 2 == 0 ? "<html>busy</html>" : #"{"errcode":-1}"# }
        robot.read.append(text)
        return #"{"errcode":0,"errmsg":"ok"}"#
    }

    private static func dingtalk(_ request: ReceivedRequest, _ robot: inout Robot, _ now: Double) -> String {
        let query = URLComponents(string: request.target)?.queryItems ?? []
        let values = Dictionary(query.map { ($0.name, $0.value ?? "") }) { first, _ in first }
        guard let timestamp = Int64(values["timestamp"] ?? ""),
            values["sign"] == ChannelSignature.dingtalk(timestampMilliseconds: timestamp, secret: secret)
        else {
            robot.faults.append("not signed")
            return #"{"errcode":310000,"errmsg":"sign not match"}"#
        }
        guard !isFull(robot, now, 20, milliseconds: 60_000) else {
            robot.refusedCount += 1
            return #"{"status":1111,"wait":5,"source":"x5","punish":"deny","uuid":"0"}"#
        }
        robot.times.append(now)
        guard !isBadMoment(robot) else { return #"{"errcode":"-1","errmsg":"系统繁忙"}"# }
        robot.read.append(text(at: ["text", "content"], of: request) ?? "")
        return #"{"errcode":"0","errmsg":"ok"}"#
    }

    private static func feishu(_ request: ReceivedRequest, _ robot: inout Robot, _ now: Double) -> String {
        guard let seconds = text(at: ["timestamp"], of: request).flatMap({ Int64($0) }),
            text(at: ["sign"], of: request) == ChannelSignature.feishu(timestampSeconds: seconds, secret: secret)
        else {
            robot.faults.append("not signed")
            return #"{"code":19021,"data":{},"msg":"sign match fail or timestamp is not within one hour"}"#
        }
        guard !isFull(robot, now, 5, milliseconds: 1_000), !isFull(robot, now, 100, milliseconds: 60_000) else {
            robot.refusedCount += 1
            return #"{"code":11232,"data":{},"msg":"frequency limited"}"#
        }
        guard request.body.count <= 20_000 else {
            robot.faults.append("\(request.body.count) bytes")
            return #"{"StatusCode":0,"code":9499,"msg":"Bad Request"}"#
        }
        robot.times.append(now)
        guard !isBadMoment(robot) else { return #"{"data":{},"msg":"success"}"# }
        robot.read.append(request.text)
        return #"{"StatusCode":0,"StatusMessage":"success","code":0,"data":{},"msg":"success"}"#
    }

    private static func text(at path: [String], of request: ReceivedRequest) -> String? {
        // What is no JSON has no text, and the caller says so.
        var value = try? JSONSerialization.jsonObject(with: Data(request.body))
        for name in path { value = (value as? [String: Any])?[name] }
        return value as? String
    }
}
