extension ChannelMessage {
    /// Title, lines and link one below the other, in at most so many bytes of UTF-8.
    ///
    /// What is too long is cut before the link: without it nobody can answer.
    func text(limitBytes: Int, ending: String = "") -> String {
        let tail = "\n\(linkLabel)\(linkLabel.isEmpty ? "" : "\n")\(link)\(ending)"
        let head = ([title] + lines).joined(separator: "\n")
        return head.cut(toBytes: max(0, limitBytes - tail.utf8.count)) + tail
    }
}
