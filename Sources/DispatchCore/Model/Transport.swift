/// A member's usual means of travel.
package enum Transport: String, CaseIterable, Codable, Sendable {
    case walk
    case bicycle
    case ebike
    case car
}
