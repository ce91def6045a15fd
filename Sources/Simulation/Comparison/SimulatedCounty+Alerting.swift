import DispatchCore

/// Whom nobody may alert.
///
/// The board heeds what a list says of its members. All other policies are held to the same, so that none does better by
/// disregarding it, and hindsight stays the bound.
extension SimulatedCounty {
    /// The category of every simulated call.
    static let category = "other"

    /// Whether a member can be alerted for the calls at all: on duty and free, with an endpoint, and not exempt.
    func mayEverBeAlerted(_ member: Int) -> Bool {
        let entry = people[member].entry
        return people[member].isAvailable && entry.endpointID != nil && !entry.exemptCategories.contains(Self.category)
    }

    /// What is left of a member's quiet hours, in seconds; 0 outside of them, and for what is immediate.
    func quietSeconds(of member: Int, at now: Timestamp, urgency: Urgency) -> Double {
        guard urgency != .immediate, let quietHours = people[member].entry.quietHours else { return 0 }
        let wall = WallTime(milliseconds: now.milliseconds)
        let minute = wall.localMinute(utcOffsetSeconds: SimulationClock.utcOffsetSeconds)
        guard quietHours.contains(minute: minute) else { return 0 }
        let minutes = (quietHours.untilMinute - minute + 1_440) % 1_440
        return Double(minutes * 60) - Double(now.milliseconds % 60_000) / 1_000
    }
}
