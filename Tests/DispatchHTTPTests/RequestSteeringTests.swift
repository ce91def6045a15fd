import DispatchCore
import DispatchService
import DispatchStore
import DispatchWire
import HTTPTypes
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(2)))
struct RequestSteeringTests {
    @Test func cancelsOnceAndTellsThoseOnTheirWay() async throws {
        try await APIWorld.run { world in
            let request = try await world.open()
            try await world.answer(request.offers[0], "accept")
            let path = "/v1/requests/\(request.id)/cancel"
            let reply = try await world.call(
                .post,
                path,
                token: world.tokens.operator,
                text: #"{"reason":"MARK a neighbour came"}"#
            )
            let view: RequestView = try reply.read()
            #expect(view.state == .cancelled)
            #expect(view.assignments.map(\.state) == [.stoodDown])
            #expect(view.offers.allSatisfy { $0.state == .accepted || $0.state == .withdrawn })
            #expect(view.timeline.last?.type == "note.cancel-reason")
            #expect(view.timeline.last?.text == "MARK a neighbour came")
            let before = try await world.deeds()
            #expect(try await world.call(.post, path, token: world.tokens.operator).status == 200)
            #expect(try await world.deeds() == before, "cancelling again changes nothing")
            #expect(
                try await world.call(.post, "/v1/requests/\(request.id)/close", token: world.tokens.operator).code
                    == .requestClosed
            )
            try await world.receiver.waitForRequests(1) { $0.text.contains("assignment.stood-down") }
        }
    }

    @Test func closesOnlyWhatIsCleared() async throws {
        try await APIWorld.run { world in
            let open = try await world.open()
            let early = try await world.call(.post, "/v1/requests/\(open.id)/close", token: world.tokens.operator)
            #expect(early.code == .notCleared)
            let request = try await world.openAndClear()
            #expect(request.state == .cleared)
            let cancelled = try await world.call(
                .post,
                "/v1/requests/\(request.id)/cancel",
                token: world.tokens.operator
            )
            #expect(cancelled.code == .requestClosed)
            let path = "/v1/requests/\(request.id)/close"
            let reply = try await world.call(
                .post,
                path,
                token: world.tokens.operator,
                text: #"{"grade":5,"note":"MARK thanks"}"#
            )
            #expect(try reply.read(RequestView.self).state == .closed)
            #expect(reply.json["timeline"]?.elements.last?["text"]?.text == "MARK thanks")
            #expect(try await world.call(.post, path, token: world.tokens.operator).status == 200)
            for grade in ["0", "6", "1.5", "\"5\"", "1e99"] {
                let bad = try await world.call(.post, path, token: world.tokens.operator, text: #"{"grade":\#(grade)}"#)
                #expect(bad.status == 422 && bad.json["field"]?.text == "grade", "\(grade)")
            }
        }
    }

    @Test func assignsByHandBySeatOrRole() async throws {
        try await APIWorld.run { world in
            let request = try await world.open()
            func assign(_ member: String, _ seat: String, to id: String) async throws -> APIReply {
                try await world.call(
                    .post,
                    "/v1/requests/\(id)/assign",
                    token: world.tokens.operator,
                    text: #"{"memberId":"\#(member)","seat":"\#(seat)"}"#
                )
            }
            #expect(try await assign("nobody", "helper", to: request.id).code == .unknownMember)
            let noSeat = try await assign("m8", "pilot", to: request.id)
            #expect(noSeat.code == .unknownSeat)
            #expect(noSeat.json["allowed"]?.elements == [.string(request.seats[0].id)])

            let view: RequestView = try await assign("m8", "helper", to: request.id).read()
            #expect(view.state == .covered)
            #expect(view.assignments.map(\.memberId) == ["m8"])
            #expect(view.assignments.first?.primary == true)
            let before = try await world.deeds()
            #expect(try await assign("m8", request.seats[0].id, to: request.id).status == 200)
            #expect(try await world.deeds() == before, "the same again changes nothing")
            #expect(try await assign("m1", request.seats[0].id, to: request.id).code == .seatTaken)

            let second = try await world.open()
            #expect(try await assign("m8", "helper", to: second.id).code == .memberBusy)
            try await world.call(.post, "/v1/requests/\(second.id)/cancel", token: world.tokens.operator)
            #expect(try await assign("m7", "helper", to: second.id).code == .requestClosed)
        }
    }

    @Test func listsWhomToRingWhenNobodyIsLeftToAsk() async throws {
        try await APIWorld.run { world in
            let request = try await world.open(
                #"{"category":"other","householdId":"h1","seats":[{"role":"pilot","requires":["helicopter"]}]}"#
            )
            #expect(request.state == .unanswered)
            #expect(request.unansweredNearest?.isEmpty ?? true, "nobody has a helicopter")
            for number in 1...8 {
                try await world.call(
                    .patch,
                    "/v1/members/m\(number)",
                    token: world.tokens.operator,
                    text: number == 8
                        ? #"{"duty":"on","position":{"latitude":37.0,"longitude":115.2}}"# : #"{"duty":"off"}"#
                )
            }
            let unanswered = try await world.open()
            #expect(unanswered.state == .unanswered)
            #expect(unanswered.unansweredNearest?.map(\.memberId) == ["m8"], "without an endpoint, to be rung")
            #expect(unanswered.unansweredNearest?.first?.phone == "13900000008")
            let machine = try await world.call(
                .get,
                "/v1/requests/\(unanswered.id)",
                token: world.tokens.integrator
            )
            #expect(machine.json["unansweredNearest"] == nil)
        }
    }
}
