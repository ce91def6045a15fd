/// What was found out about a daemon and its store.
package struct DoctorReport: Hashable, Sendable, Codable {
    /// One finding for each subject.
    package var findings: [FindingView]

    package init(findings: [FindingView]) {
        self.findings = findings
    }
}
