import DispatchCore
import Simulation
import Testing

@Suite struct PlayedMemberTests {
    private static let offerCount = 20_000

    private func plans(_ habits: MemberHabits = MemberHabits(), category: String = "fall") -> [MemberPlan] {
        (0..<Self.offerCount).map { index in
            PlayedMember(id: "M\(index)", habits: habits, seed: 1)
                .plan(for: OfferedCase(offerID: "offer-\(index)", category: category, etaSeconds: 165))
        }
    }

    @Test func oneOfferHasOnePlan() {
        let offered = OfferedCase(offerID: "a", category: "fall", etaSeconds: 200)
        let plan = PlayedMember(id: "M1", seed: 4).plan(for: offered)
        #expect(PlayedMember(id: "M1", seed: 4).plan(for: offered) == plan)
        let others = (0..<20).map {
            PlayedMember(id: "M1", seed: 4).plan(for: OfferedCase(offerID: "\($0)", category: "fall", etaSeconds: 200))
        }
        #expect(Set(others.map { "\($0)" }).count > 10)
    }

    @Test(arguments: [0.1, 0.25, 0.45, 0.9])
    func acceptanceIsAsConfigured(mean: Double) {
        var habits = MemberHabits()
        habits.meanAcceptance = mean
        let accepted = plans(habits).count { $0.actions.first?.action == .accept }
        #expect(abs(Double(accepted) / Double(Self.offerCount) - mean) < 0.015)
    }

    @Test func theRestDeclinesOrStaysSilent() {
        let plans = plans()
        let declined = plans.count { $0.actions.map(\.action) == [.decline] }
        let silent = plans.count { $0.actions.isEmpty }
        #expect(abs(Double(declined) / Double(declined + silent) - 0.3) < 0.02)
    }

    @Test func oneInTenWhoAcceptNeverComes() {
        let accepted = plans().filter { $0.actions.first?.action == .accept }
        let noShows = accepted.count(where: \.isNoShow)
        #expect(abs(Double(noShows) / Double(accepted.count) - 0.1) < 0.015)
    }

    @Test func answersAndTurnoutsHaveTheirMedians() {
        func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
        let accepted = plans().filter { $0.actions.count > 1 }
        #expect((23...27).contains(median(accepted.map { $0.actions[0].delaySeconds })))
        let turnouts = accepted.filter { $0.actions[1].action == .step(.enRoute) }.map { $0.actions[1].delaySeconds }
        #expect((98...112).contains(median(turnouts)))
        #expect(accepted.allSatisfy { $0.actions.allSatisfy { $0.delaySeconds >= 0 } })
    }

    @Test func stepsAreInOrderAndEndCleared() {
        for plan in plans(category: "medical-transport") where plan.actions.count > 1 {
            let steps = plan.actions.dropFirst().compactMap { action -> Step? in
                guard case .step(let step) = action.action else { return nil }
                return step
            }
            #expect(steps == steps.sorted())
            #expect(Set(steps).count == steps.count)
            #expect(steps.contains(.onScene))
            #expect(steps.last == .cleared)
        }
    }

    @Test func onlyAMedicalTransportGoesToHospital() {
        let visits = plans(category: "repair").flatMap(\.actions).map(\.action)
        #expect(!visits.contains(.step(.transporting)))
        #expect(visits.contains(.step(.enRoute)))
        let transports = plans(category: "medical-transport").flatMap(\.actions).map(\.action)
        #expect(transports.contains(.step(.discharged)))
    }

    @Test func actionsAreTheWordsOfTheCallback() {
        let words = [PlayedAction.accept, .decline, .step(.enRoute), .step(.atFacility)].map(\.word)
        #expect(words == ["accept", "decline", "en-route", "at-facility"])
    }
}
