/// Why a roster file is refused; nothing of it is imported.
package enum RosterFileFault: Error, Hashable, Sendable {
    /// The file as a whole cannot be taken.
    case file(ImportFileFault)
    /// Values that are wrong, in the order of their lines: the first hundred, and how many there are in all.
    case lines(first: [ImportLineFault], total: Int)
}
