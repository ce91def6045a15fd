import DispatchCore
import Testing

/// A case from the accept to its closing.
struct FollowThroughTests {
    private func covered(_ category: String = "medical-transport") throws -> World {
        let world = try World(
            .init("a", north: 100, can: ["vehicle"]),
            .init("b", north: 200, can: ["vehicle"]),
            .init("c", north: 300, can: ["vehicle"])
        )
        try world.call(category)
        try world.accept("a")
        return world
    }

    @Test func medicalTransportGoesOnToTheDischarge() throws {
        let world = try covered()
        let states: [(Step, Assignment.State, HelpRequest.State, busy: Int)] = [
            (.enRoute, .enRoute, .covered, 1),
            (.onScene, .onScene, .onScene, 1),
            (.transporting, .transporting, .onScene, 1),
            (.atFacility, .atFacility, .onScene, 0),
            (.admitted, .admitted, .onScene, 0),
            (.discharged, .discharged, .onScene, 0),
            (.cleared, .cleared, .cleared, 0),
        ]
        for (step, assignment, request, busy) in states {
            #expect(try world.step("a", step).events == ["assignment.stepped a \(step.rawValue)"])
            #expect(try world.assignment(of: "a").state == assignment)
            #expect(try world.state == request)
            #expect(try world.member("a").busyAssignmentCount == busy)
            // The same again, and any step before it, has been taken.
            #expect(try world.step("a", step) == Happened())
            #expect(try world.step("a", .enRoute) == Happened())
        }
        #expect(try world.request.seats.map(\.state) == [.cleared])
        #expect(try world.act(.closeRequest(world.requestID, grade: 4)).events == ["request.closed 4"])
        #expect(try world.state == .closed)
        #expect(try world.request.grade == 4)
        #expect(world.board.openRequestCount == 0)
    }

    @Test func aLaterStepImpliesTheEarlierOnes() throws {
        let world = try covered()
        try world.wait(seconds: 60)
        #expect(try world.step("a", .transporting).events == ["assignment.stepped a transporting"])
        let assignment = try world.assignment(of: "a")
        #expect(assignment.enRouteAt == world.now)
        #expect(assignment.onSceneAt == world.now)
        #expect(assignment.enRouteDueAt == nil)
        #expect(try world.request.firstArrivalAt == world.now)
    }

    @Test func onlyTheCategorysStepsAreTaken() throws {
        let world = try covered("fall")
        #expect(throws: Refusal.outOfOrder(allowed: ["en-route", "on-scene", "cleared", "release"])) {
            try world.step("a", .transporting)
        }
    }

    @Test func aStepNeedsAnAccept() throws {
        let world = try World(.init("a", north: 100))
        try world.call()
        #expect(throws: Refusal.outOfOrder(allowed: ["accept", "decline"])) { try world.step("a", .onScene) }
        #expect(throws: Refusal.outOfOrder(allowed: ["accept", "decline"])) { try world.release("a") }
        try world.decline("a")
        #expect(throws: Refusal.outOfOrder(allowed: ["accept"])) { try world.step("a", .onScene) }
        #expect(throws: Refusal.outOfOrder(allowed: [])) { try world.release("a") }
    }

    @Test func oneWhoAcceptedCannotDecline() throws {
        let world = try covered("fall")
        #expect(throws: Refusal.outOfOrder(allowed: ["en-route", "on-scene", "cleared", "release"])) {
            try world.decline("a")
        }
    }

    @Test func aReleaseOpensTheSeatAndAsksThoseWhoWereToldItWasTaken() throws {
        let world = try covered()
        #expect(
            try world.release("a")
                == Happened(
                    events: ["assignment.ended a released", "offer.made b nearest 1", "offer.made c nearest 2"],
                    notices: ["offer.created b", "offer.created c"]
                )
        )
        #expect(try world.release("a") == Happened())
        #expect(try world.request.seats[0].round == 2)
        #expect(try world.state == .open)
        #expect(try world.member("a").busyAssignmentCount == 0)
    }

    @Test func aReleaseAfterTheLastStepIsRefused() throws {
        let world = try covered()
        try world.step("a", .cleared)
        #expect(throws: Refusal.outOfOrder(allowed: [])) { try world.release("a") }
    }

    @Test func notSettingOutForFiveMinutesOpensTheSeat() throws {
        let world = try covered()
        #expect(try world.wait(seconds: 179).events == [])
        #expect(
            try world.wait(seconds: 1)
                == Happened(events: ["assignment.nudged a en-route"], notices: ["assignment.nudged a"])
        )
        #expect(try world.wait(seconds: 119).events == [])
        #expect(
            try world.wait(seconds: 1).events == [
                "assignment.ended a no-show", "offer.made b nearest 1", "offer.made c nearest 2",
            ]
        )
        #expect(try world.assignment(of: "a").state == .noShow)
    }

    @Test func settingOutInTimeKeepsTheSeat() throws {
        let world = try covered()
        try world.wait(seconds: 299)
        try world.step("a", .enRoute)
        #expect(try world.wait(seconds: 200).events == [])
        try world.step("a", .onScene)
        #expect(try world.wait(seconds: 100_000).events == [])
    }

    @Test func notArrivingLongAfterSettingOutOpensTheSeat() throws {
        let world = try covered()
        try world.step("a", .enRoute)
        // 100 m on foot with the road factor take 72 s: reminded after one and a half times that and two minutes.
        #expect(try world.wait(seconds: 227).events == [])
        #expect(try world.wait(seconds: 1).events == ["assignment.nudged a on-scene"])
        #expect(try world.wait(seconds: 299).events == [])
        #expect(try world.wait(seconds: 1).events.first == "assignment.ended a no-show")
        try world.step("a", .onScene)
        #expect(try world.assignment(of: "a").state == .onScene)
    }

    @Test func oneAssignedByHandIsNotWatched() throws {
        let world = try World(.init("a", north: 100), .init("b", north: 200))
        try world.call()
        #expect(
            try world.assign("b")
                == Happened(
                    events: ["offer.accepted b by-hand", "offer.withdrawn a seat-filled"],
                    notices: ["assignment.created b"]
                )
        )
        #expect(try world.assignment(of: "b").enRouteDueAt == nil)
        #expect(try world.wait(seconds: 10_000).events == [])
        // The same again, with the seat named or not, has been done.
        #expect(try world.assign("b") == Happened())
        #expect(try world.assign("b", seat: 0) == Happened())
    }

    @Test func whoReleasedAndGoesAfterAllHoldsTheEmptySeatAgain() throws {
        let world = try covered()
        try world.release("a")
        try world.deliver("b")
        #expect(
            try world.step("a", .enRoute)
                == Happened(
                    events: [
                        "assignment.reinstated a", "assignment.stepped a en-route", "offer.withdrawn b seat-filled",
                        "offer.withdrawn c seat-filled",
                    ],
                    notices: ["offer.withdrawn b"]
                )
        )
        #expect(try world.state == .covered)
        #expect(try world.request.assignments.count == 1)
    }

    @Test func onSceneFromAFormerHolderRelievesOneStillUnderWay() throws {
        let world = try covered()
        try world.release("a")
        try world.accept("b")
        try world.step("b", .enRoute)
        #expect(throws: Refusal.alreadyCovered) { try world.step("a", .enRoute) }
        #expect(
            try world.step("a", .onScene)
                == Happened(
                    events: [
                        "assignment.ended b relieved", "assignment.reinstated a", "assignment.stepped a on-scene",
                    ],
                    notices: ["assignment.stood-down b"]
                )
        )
        #expect(try world.assignment(of: "b").state == .stoodDown)
        #expect(try world.member("b").busyAssignmentCount == 0)
        // The relieved one arrives too: that is recorded, and nothing else changes.
        #expect(try world.step("b", .onScene).events == ["assignment.arrived b"])
        #expect(try world.step("b", .onScene) == Happened())
        #expect(throws: Refusal.alreadyCovered) { try world.step("b", .transporting) }
    }

    @Test func anArrivalBesideOneOnSceneIsRecorded() throws {
        let world = try covered()
        try world.wait(seconds: 300)
        try world.accept("b")
        try world.step("b", .onScene)
        let first = world.now
        try world.wait(seconds: 10)
        #expect(try world.step("a", .onScene).events == ["assignment.arrived a"])
        #expect(try world.assignment(of: "a").onSceneAt == world.now)
        #expect(try world.assignment(of: "a").state == .noShow)
        #expect(try world.request.firstArrivalAt == first)
    }

    @Test func oneWhoIsOnAnotherCaseByNowOnlyArrives() throws {
        let world = try covered()
        let first = world.requestID
        try world.release("a")
        try world.call()
        try world.assign("a")
        world.requestID = first
        #expect(throws: Refusal.alreadyCovered) { try world.step("a", .enRoute) }
        #expect(try world.step("a", .onScene).events == ["assignment.arrived a"])
        #expect(try world.state == .open)
        #expect(throws: Refusal.offerWithdrawn) { try world.accept("a") }
    }

    @Test func oneWhoHasLeftTheRosterOnlyArrives() throws {
        let world = try covered()
        try world.release("a")
        try world.importMembers(.init("b", north: 200, can: ["vehicle"]), .init("c", north: 300, can: ["vehicle"]))
        #expect(throws: Refusal.alreadyCovered) { try world.step("a", .enRoute) }
        #expect(try world.step("a", .onScene).events == ["assignment.arrived a"])
        #expect(throws: Refusal.offerWithdrawn) { try world.accept("a") }
    }

    @Test func fromTheFacilityOnTheMemberMayHelpElsewhere() throws {
        let world = try covered()
        let first = world.requestID
        try world.step("a", .atFacility)
        try world.call()
        try world.accept("a")
        try world.step("a", .onScene)
        world.requestID = first
        #expect(try world.step("a", .admitted).events == ["assignment.stepped a admitted"])
        #expect(try world.step("a", .cleared).events == ["assignment.stepped a cleared"])
        #expect(try world.member("a").busyAssignmentCount == 1)
    }

    @Test func aRequestIsClosedOnlyWhenCleared() throws {
        let world = try World(.init("a", north: 100))
        func close() throws -> Happened { try world.act(.closeRequest(world.requestID, grade: nil)) }
        #expect(throws: Refusal.unknownRequest) { _ = try close() }
        try world.call()
        #expect(throws: Refusal.notCleared(.open)) { _ = try close() }
        try world.accept("a")
        #expect(throws: Refusal.notCleared(.covered)) { _ = try close() }
        try world.step("a", .onScene)
        #expect(throws: Refusal.notCleared(.onScene)) { _ = try close() }
        try world.step("a", .cleared)
        #expect(try close().events == ["request.closed"])
        #expect(try close() == Happened())
        #expect(throws: Refusal.requestOver(.closed)) { try world.act(.cancelRequest(world.requestID)) }
        #expect(throws: Refusal.requestOver(.closed)) { try world.assign("a") }
    }

    @Test func cancellingStandsEverybodyDown() throws {
        let world = try World(.init("a", north: 100), .init("b", north: 200), .init("c", north: 300))
        let plan = SeatPlan(role: "helper", requires: [])
        try world.call(seats: [plan, plan])
        try world.assign("a", seat: 0)
        try world.deliver("b")
        try world.act(.confirmDelivery(world.request.offers.filter { $0.state == .pending }.map(\.id)))
        let asked = try world.asked
        let happened = try world.act(.cancelRequest(world.requestID))
        #expect(
            happened.events == asked.map { "offer.withdrawn \($0) request-cancelled" } + [
                "assignment.ended a request-cancelled", "request.cancelled",
            ]
        )
        #expect(happened.notices == asked.map { "offer.withdrawn \($0)" } + ["assignment.stood-down a"])
        #expect(try world.state == .cancelled)
        #expect(try world.act(.cancelRequest(world.requestID)) == Happened())
        #expect(throws: Refusal.requestOver(.cancelled)) {
            try world.act(.closeRequest(world.requestID, grade: nil))
        }
        #expect(try world.wait(seconds: 100_000).events == [])
    }

    @Test func aClearedRequestIsNotCancelled() throws {
        let world = try covered()
        try world.step("a", .cleared)
        #expect(throws: Refusal.requestOver(.cleared)) { try world.act(.cancelRequest(world.requestID)) }
    }

    @Test func assigningByHandIsRefusedWhereItCannotBe() throws {
        let world = try covered("fall")
        let first = world.requestID
        let seat = try world.request.seats[0].id
        #expect(throws: Refusal.seatTaken(nil)) { try world.assign("b") }
        #expect(throws: Refusal.seatTaken(MemberID("a"))) { try world.assign("b", seat: 0) }
        #expect(throws: Refusal.unknownSeat(allowed: [seat])) {
            try world.act(.assign(first, SeatID(high: 0, low: 0), MemberID("b")))
        }
        #expect(throws: Refusal.unknownRequest) {
            try world.act(.assign(RequestID(high: 0, low: 0), nil, MemberID("b")))
        }
        try world.call()
        #expect(throws: Refusal.memberBusy(MemberID("a"), numbers: [1])) { try world.assign("a") }
        #expect(throws: Refusal.unknownMember(MemberID("x"))) { try world.assign("x") }
    }
}
