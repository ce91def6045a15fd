import DispatchStore

/// A token for every role and scope.
struct APITokens: Sendable {
    private struct Key: Hashable {
        let role: AccessTokenRecord.Role
        let township: String?
    }

    /// The first administrator's.
    let administrator: String
    private var others: [Key: String] = [:]

    init(administrator: String) {
        self.administrator = administrator
    }

    mutating func set(_ token: String, _ role: AccessTokenRecord.Role, _ township: String?) {
        others[Key(role: role, township: township)] = token
    }

    /// - Parameter township: nil for the whole county.
    func of(_ role: AccessTokenRecord.Role, _ township: String? = nil) -> String {
        others[Key(role: role, township: township)] ?? ""
    }

    var `operator`: String { of(.operator) }
    var integrator: String { of(.integrator) }
    var desk: String { of(.desk) }
}
