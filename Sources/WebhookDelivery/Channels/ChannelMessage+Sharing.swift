/// One message that tells several people of a group what would have been a message for each.
///
/// Robots may send only so many a minute (channels, section 1), and a group reads one message sooner than five.
extension ChannelMessage {
    /// Both in one, when they say the same to different people; nil otherwise, or when one would call too many.
    func joined(with other: ChannelMessage) -> ChannelMessage? {
        var mine = self
        var theirs = other
        mine.people = []
        theirs.people = []
        guard mine == theirs, !people.isEmpty, !other.people.isEmpty,
            people.count + other.people.count <= ChannelMessage.mentionLimit
        else { return nil }
        mine.people = people + other.people.filter { !people.contains($0) }
        return mine
    }

    /// Takes one more into what one message of the channel says.
    ///
    /// - Parameters:
    ///   - isCrowded: whether also what says something else is to go along, because the next message must wait.
    /// - Returns: Whether it was taken; nothing has changed otherwise.
    static func add(
        _ message: ChannelMessage,
        to messages: inout [ChannelMessage],
        over channel: Channel,
        isCrowded: Bool
    ) -> Bool {
        var more = messages
        if let position = messages.firstIndex(where: { $0.joined(with: message) != nil }),
            let joined = messages[position].joined(with: message)
        {
            more[position] = joined
        } else {
            guard isCrowded else { return false }
            more.append(message)
        }
        guard fit(more, over: channel) else { return false }
        messages = more
        return true
    }
}
