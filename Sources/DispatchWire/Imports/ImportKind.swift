/// The lists a county imports.
package enum ImportKind: String, CaseIterable, Codable, Sendable {
    case villages
    case members
    case households
    case desks
}
