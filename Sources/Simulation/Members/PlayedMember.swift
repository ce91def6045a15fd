import DispatchCore

/// A member as people are: accepts, declines or stays silent, in their own time, and then comes or does not.
///
/// A pure function: one seed, member and offer give one plan, whenever and wherever it is asked for.
package struct PlayedMember: Sendable {
    /// How willing somebody is varies around the county's mean by up to this factor either way.
    private static let willingnessSpread = 0.5

    private let id: String
    private let seed: UInt64
    private let habits: MemberHabits
    /// The chance that this member accepts an offer.
    package let acceptance: Double
    /// How fast this member is against the county's median.
    private let pace: Double

    package init(id: String, habits: MemberHabits = MemberHabits(), seed: UInt64) {
        self.id = id
        self.seed = seed
        self.habits = habits
        var random = SeededRandom(seed: seed, purpose: "member \(id)")
        let spread = Self.willingnessSpread * min(1, (1 - habits.meanAcceptance) / max(habits.meanAcceptance, 1e-9))
        acceptance = habits.meanAcceptance * random.number(from: 1 - spread, to: 1 + spread)
        pace = random.number(from: 0.8, to: 1.25)
    }

    /// What they do about an offer, as delays and taps one after the other.
    package func plan(for offered: OfferedCase) -> MemberPlan {
        var random = SeededRandom(seed: seed, purpose: "member \(id) offer \(offered.offerID)")
        let accepts = random.chance(acceptance)
        let says = random.chance(habits.declineShare)
        let comes = !random.chance(habits.noShowChance)
        let noticesWithdrawal = !random.chance(habits.missedWithdrawalChance)
        let answerDelay = habits.answer.sample(using: &random) * pace

        var actions: [PlannedAction] = []
        if accepts {
            actions.append(PlannedAction(delaySeconds: answerDelay, action: .accept))
            if comes { actions += steps(for: offered, using: &random) }
        } else if says {
            actions.append(PlannedAction(delaySeconds: answerDelay, action: .decline))
        }
        return MemberPlan(actions: actions, noticesWithdrawal: noticesWithdrawal)
    }

    private func steps(for offered: OfferedCase, using random: inout SeededRandom) -> [PlannedAction] {
        let steps = Category.standard.first { $0.name == offered.category }?.steps ?? [.enRoute, .onScene, .cleared]
        var actions: [PlannedAction] = []
        var delay = 0.0
        for step in steps {
            delay += duration(until: step, of: offered, isTransport: steps.contains(.transporting), using: &random)
            // Arrival and end are never forgotten: everything else follows from a later step.
            let mayBeSkipped = step != .onScene && step != .cleared
            if mayBeSkipped, random.chance(habits.skippedStepChance) { continue }
            actions.append(PlannedAction(delaySeconds: delay, action: .step(step)))
            delay = 0
        }
        return actions
    }

    /// From the step before, in seconds.
    private func duration(
        until step: Step,
        of offered: OfferedCase,
        isTransport: Bool,
        using random: inout SeededRandom
    ) -> Double {
        switch step {
        case .enRoute:
            return habits.turnout.sample(using: &random) * pace
        case .onScene:
            let travelSeconds = max(0, offered.etaSeconds - TravelModel().turnoutSeconds)
            return travelSeconds * habits.travelFactor.sample(using: &random)
        case .transporting: return habits.boarding.sample(using: &random)
        case .atFacility: return habits.drive.sample(using: &random)
        case .admitted: return habits.admission.sample(using: &random)
        case .discharged: return habits.stay.sample(using: &random)
        case .cleared: return (isTransport ? habits.homeward : habits.visit).sample(using: &random)
        }
    }
}
