/// What one look found.
package struct FindingView: Hashable, Sendable, Codable {
    package enum Grade: String, CaseIterable, Codable, Sendable {
        case ok
        /// It works, and somebody should see to it.
        case warning
        /// Something is broken, or will be when it is needed.
        case failure
    }

    /// In a word: `integrity`.
    package var subject: String
    package var grade: Grade
    /// What was found, with its numbers.
    package var detail: String
    /// What to do.
    package var advice: String?

    package init(_ subject: String, _ grade: Grade, _ detail: String, advice: String? = nil) {
        self.subject = subject
        self.grade = grade
        self.detail = detail
        self.advice = advice
    }
}
