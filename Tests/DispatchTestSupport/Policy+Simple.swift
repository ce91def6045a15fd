package import DispatchCore

extension Policy {
    /// The policy with the rule that asks a few and lets the first go: whom it asks can be told without arithmetic.
    package static var simple: Policy {
        var policy = Policy()
        policy.selection = .simple(SimpleSelection())
        return policy
    }
}
