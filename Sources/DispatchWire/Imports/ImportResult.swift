/// What an import did, or in a dry run would have done.
package struct ImportResult: Hashable, Sendable, Codable {
    package var kind: ImportKind
    package var dryRun: Bool
    package var rows: Int
    package var added: Int
    package var changed: Int
    package var unchanged: Int
    package var removed: Int
    /// Members that are no longer listed and stay because they hold an assignment.
    package var kept: [String]

    package init(
        kind: ImportKind,
        dryRun: Bool,
        rows: Int,
        added: Int,
        changed: Int,
        unchanged: Int,
        removed: Int,
        kept: [String] = []
    ) {
        self.kind = kind
        self.dryRun = dryRun
        self.rows = rows
        self.added = added
        self.changed = changed
        self.unchanged = unchanged
        self.removed = removed
        self.kept = kept
    }
}
