/// What a `LocalReceiver` does with one request; beyond replies, the ways in which real endpoints misbehave.
package enum ReceiverAnswer: Sendable {
    case reply(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = [])
    /// Replies when the test calls `LocalReceiver.release`, so that a slow endpoint needs no time.
    case held(status: Int)
    /// Reads the request and never answers.
    case hang
    /// Answers 200 and then sends body bytes as long as the other side takes them.
    case endlessBody
    /// Answers 200 and then sends one body byte each interval, for ever.
    case drip(intervalMilliseconds: Int)
    /// Promises a body, sends half of it and closes.
    case closeMidAnswer
    /// Says these bytes, which need be no HTTP, and closes.
    case raw(String)
    /// Closes without a word.
    case close

    package static let ok = ReceiverAnswer.reply(status: 200)
}
