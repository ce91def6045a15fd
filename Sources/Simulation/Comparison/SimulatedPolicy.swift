/// A policy to be compared, as it is named on the command line.
package enum SimulatedPolicy: Hashable, Sendable {
    /// The value rule with its own thresholds, or with these.
    case value(alertSeconds: Double?, goSeconds: Double?)
    case slots(count: Int, timeoutSeconds: Int, radiusMeters: Double?)
    case broadcast(count: Int, radiusMeters: Double?)
    case hindsight

    /// Reads `value`, `value:ALERT/GO`, `slots:K/TIMEOUT[/RADIUS]`, `broadcast:K[/RADIUS]`, `hindsight`.
    ///
    /// Throws a sentence about what would be right.
    package init(name: String) throws(SimulatedPolicyFault) {
        let parts = name.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let numbers = parts.count > 1 ? parts[1].split(separator: "/", omittingEmptySubsequences: false) : []
        func number(_ position: Int, _ range: ClosedRange<Double>) throws(SimulatedPolicyFault) -> Double {
            guard let value = Double(numbers[position]), range.contains(value) else {
                throw SimulatedPolicyFault(
                    name: name,
                    why:
                        "“\(numbers[position])” is no number from \(range.lowerBound.plain) to \(range.upperBound.plain)"
                )
            }
            return value
        }
        func whole(_ position: Int, _ range: ClosedRange<Int>) throws(SimulatedPolicyFault) -> Int {
            guard let value = Int(numbers[position]), range.contains(value) else {
                throw SimulatedPolicyFault(
                    name: name,
                    why: "“\(numbers[position])” is no whole number from \(range.lowerBound) to \(range.upperBound)"
                )
            }
            return value
        }
        switch (parts.first.map(String.init), numbers.count) {
        case ("value", 0) where parts.count == 1: self = .value(alertSeconds: nil, goSeconds: nil)
        case ("value", 2):
            self = .value(alertSeconds: try number(0, 0.001...600), goSeconds: try number(1, 0.001...600))
        case ("slots", 2):
            self = .slots(count: try whole(0, 1...1000), timeoutSeconds: try whole(1, 1...3600), radiusMeters: nil)
        case ("slots", 3):
            self = .slots(
                count: try whole(0, 1...1000),
                timeoutSeconds: try whole(1, 1...3600),
                radiusMeters: try number(2, 1...100_000)
            )
        case ("broadcast", 1): self = .broadcast(count: try whole(0, 1...1000), radiusMeters: nil)
        case ("broadcast", 2):
            self = .broadcast(count: try whole(0, 1...1000), radiusMeters: try number(1, 1...100_000))
        case ("hindsight", 0) where parts.count == 1: self = .hindsight
        case _: throw SimulatedPolicyFault(name: name, why: "there is no policy of that form")
        }
    }

    package var name: String {
        switch self {
        case .value(let alert?, let go?): "value:\(alert.plain)/\(go.plain)"
        case .value: "value"
        case .slots(let count, let timeout, let radius):
            "slots:\(count)/\(timeout)" + (radius.map { "/\($0.plain)" } ?? "")
        case .broadcast(let count, let radius): "broadcast:\(count)" + (radius.map { "/\($0.plain)" } ?? "")
        case .hindsight: "hindsight"
        }
    }

    /// The policies that programmes have published, and the bound.
    package static let published: [SimulatedPolicy] = [
        .slots(count: 1, timeoutSeconds: 30, radiusMeters: nil),
        .slots(count: 2, timeoutSeconds: 20, radiusMeters: nil),
        .slots(count: 3, timeoutSeconds: 30, radiusMeters: nil),
        .slots(count: 3, timeoutSeconds: 30, radiusMeters: 1_000),
        .slots(count: 7, timeoutSeconds: 30, radiusMeters: 1_000),
        .broadcast(count: 9, radiusMeters: nil),
        .broadcast(count: 20, radiusMeters: 5_000),
        .broadcast(count: 30, radiusMeters: 1_300),
        .broadcast(count: 100, radiusMeters: 2_000),
    ]

    /// Where it comes from, for those that somebody published.
    package var origin: String? {
        switch self {
        case .slots(1, 30, nil): "one at a time"
        case .slots(2, 20, nil): "Mobile Retter"
        case .slots(3, 30, nil): "KATRETTER"
        case .slots(3, 30, 1_000): "GoodSAM NZ"
        case .slots(7, 30, 1_000): "van den Berg"
        case .broadcast(9, nil): "FirstAED"
        case .broadcast(20, 5_000): "Heartrunner DK"
        case .broadcast(30, 1_300): "SAMBA"
        case .broadcast(100, 2_000): "HartslagNu"
        case .hindsight: "the bound"
        case .value, .slots, .broadcast: nil
        }
    }
}

package struct SimulatedPolicyFault: Error, CustomStringConvertible {
    let name: String
    let why: String

    package var description: String {
        "“\(name)”: \(why); policies are value, value:ALERT/GO, slots:K/TIMEOUT[/RADIUS], broadcast:K[/RADIUS], hindsight"
    }
}

extension Double {
    /// Without a fraction where there is none.
    package var plain: String { self == rounded() && abs(self) < 1e15 ? String(Int(self)) : String(self) }
}
