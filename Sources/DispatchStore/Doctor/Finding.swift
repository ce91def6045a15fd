/// What one look at a store found.
package struct Finding: Equatable, Sendable {
    package enum Grade: String, CaseIterable, Comparable, Sendable {
        case ok
        /// It works, and somebody should see to it.
        case warning
        /// Something is broken, or will be when it is needed.
        case failure

        package static func < (left: Grade, right: Grade) -> Bool {
            (left == .ok && right != .ok) || (left == .warning && right == .failure)
        }
    }

    /// In a word: `integrity`.
    package let subject: String
    package let grade: Grade
    /// What was found, with its numbers.
    package let detail: String
    /// What to do; nil where there is nothing.
    package let advice: String?

    package init(_ subject: String, _ grade: Grade, _ detail: String, advice: String? = nil) {
        self.subject = subject
        self.grade = grade
        self.detail = detail
        self.advice = advice
    }
}
