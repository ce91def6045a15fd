/// Where the key of link tokens came from when a store was opened.
enum TokenKeySource: Sendable {
    /// The file beside the store.
    case file
    /// Whoever opened the store gave it: systemd hands it over as a credential.
    case given
    /// Nobody asked for it: the store is only looked at.
    case unread
}
