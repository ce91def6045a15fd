/// How much one turn of the writer may do.
///
/// The core counts work and reads no clock: the same board does the same within the same budget, however fast the machine
/// is. The shell may pass a second limit, by time, that is asked between two pieces of work. A turn ends after the piece
/// that uses the budget up, so it does at most ``turnUnits`` and ``pieceUnits``.
package struct WorkBudget {
    /// What a turn may spend, in units of some hundred nanoseconds on a small machine: about ten milliseconds. A call of
    /// twenty seats fits.
    package static let turnUnits = 100_000
    /// The same for what is due while more waits than one turn can do: shorter, as callers then come in any turn …
    package static let busyTurnUnits = 30_000
    /// … and while one of them waits already. A call of some seats still fits.
    package static let awaitedTurnUnits = 20_000
    /// The largest piece of work that is not divided: one seat with everybody who could be asked for it.
    package static let pieceUnits = 50_000

    /// What things cost.
    package enum Cost {
        /// Something that happened: decided, applied, written with its notices.
        package static let event = 500
        /// A request is looked at.
        static let request = 20
        /// A seat is pictured.
        static let seat = 20
        /// What a seat for which nobody was asked yet will take, as far as can be said before.
        static let seatAtFirst = 4 * event
        /// An offer or assignment is looked at.
        static let part = 1
        /// The prospect of somebody asked or going is worked out.
        static let prospect = 10
        /// A search for members begins.
        static let search = 200
        /// A search asks about a member.
        static let visited = 3
        /// Somebody who could be asked is weighed.
        static let candidate = 10
        /// So many products of chances in one forecast cost one unit.
        static let productsPerUnit = 50
        /// Another request is compared with a new one.
        static let requestsPerUnit = 2
    }

    private let limitUnits: Int
    private let hasTime: () -> Bool
    package private(set) var spentUnits = 0

    /// - Parameters:
    ///   - units: How much work; nil for no limit.
    ///   - hasTime: Asked between two pieces; false ends the turn as well.
    package init(units: Int? = Self.turnUnits, while hasTime: @escaping () -> Bool = { true }) {
        limitUnits = units ?? .max
        self.hasTime = hasTime
    }

    /// No limit: for simulations, where nobody waits.
    package static var unlimited: Self { Self(units: nil) }

    var isLimited: Bool { limitUnits < .max }
    package var leftUnits: Int { max(0, limitUnits - spentUnits) }
    package var isSpent: Bool { spentUnits >= limitUnits || !hasTime() }

    /// Whether less than this many units are left, or no time.
    func isDown(to units: Int) -> Bool { leftUnits <= units || !hasTime() }

    package mutating func spend(_ units: Int) {
        spentUnits += units
    }
}
