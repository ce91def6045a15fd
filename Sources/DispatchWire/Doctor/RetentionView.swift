/// Before which moment things are past their time.
package struct RetentionView: Hashable, Sendable, Codable {
    /// One kind of what is removed by age.
    package struct Cut: Hashable, Sendable, Codable {
        package enum Kind: String, CaseIterable, Codable, Sendable {
            case personalData = "personal-data"
            case attempts
            case journal
        }

        package var kind: Kind
        /// What is older has been removed, or is being removed.
        package var at: WireTime
        /// Where the settings put it; the cut moves there by at most two days for each day the daemon runs.
        package var target: WireTime

        package init(kind: Kind, at: WireTime, target: WireTime) {
            self.kind = kind
            self.at = at
            self.target = target
        }
    }

    /// Those that are not kept for ever.
    package var cuts: [Cut]

    package init(cuts: [Cut]) {
        self.cuts = cuts
    }
}
