/// One call for help as an operator types it in.
package struct InventedCall: Sendable {
    /// How the operator knows where.
    package enum Place: Equatable, Sendable {
        /// The caller's number is on the screen and belongs to a household.
        case callerPhone(String)
        case household(String)
        case village(code: String)
        /// The caller says the name, and the township if there are several of that name.
        case villageName(String, township: String)
    }

    package let category: String
    package let place: Place
    /// What the caller says, in Chinese and English.
    package let summary: String
}
