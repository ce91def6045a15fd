import DispatchWire

/// What the doctor has to say in the end.
struct DoctorOutcome {
    private(set) var findings: [FindingView] = []
    /// Subjects that could not be looked at.
    private var unseen = 0

    mutating func add(_ finding: FindingView) { findings.append(finding) }

    /// Something could not be looked at, which says nothing about it.
    mutating func couldNot(_ subject: String, _ reason: String) {
        unseen += 1
        add(FindingView(subject, .warning, "could not be looked at: \(reason)"))
    }

    var exitCode: Int32 {
        if count(.failure) > 0 { return 2 }
        if unseen > 0 { return 3 }
        return count(.warning) > 0 ? 1 : 0
    }

    /// A summary in one line, then a line for each finding, with what to do below it.
    var text: String {
        var rows = AlignedRows()
        for finding in findings {
            rows.add([finding.grade.rawValue, finding.subject, finding.detail])
            if let advice = finding.advice { rows.add(["", "", "→ \(advice)"]) }
        }
        return "\(summary)\n\(rows.text)"
    }

    /// What a monitoring plugin shows.
    private var summary: String {
        let looks = Quantity.count(findings.count, "finding")
        let code = exitCode
        guard code != 0 else { return "ok: \(looks)" }
        let names = findings.filter { $0.grade == (code == 2 ? .failure : .warning) }.map(\.subject)
        return
            "\(code == 1 ? "warning" : code == 2 ? "failure" : "unknown"): \(names.joined(separator: ", ")) (\(looks))"
    }

    private func count(_ grade: FindingView.Grade) -> Int {
        findings.count { $0.grade == grade }
    }

    func json() throws(CommandFailure) -> String {
        do {
            return try WireJSON.text(of: DoctorReport(findings: findings))
        } catch {
            throw .failed("the findings cannot be written as JSON")
        }
    }
}
