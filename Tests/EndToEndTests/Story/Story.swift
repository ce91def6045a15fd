import DispatchWire
import TestSupport
import Testing

/// One medical transport from the call to the close, step by step; each step waits for what must come of it.
///
/// Under the rule that weighs alerts others may go besides the driver until somebody is there; under the simple rule the
/// first who accepts goes alone.
struct Story {
    enum Rule: String, CaseIterable, Sendable {
        case value
        case simple
    }

    struct Step: Sendable {
        let name: String
        let play: @Sendable (inout Story) async throws -> Void
    }

    static let steps =
        [
            Step(name: "the lists come in") { try await $0.bringIn() },
            Step(name: "the call") { try await $0.call() },
            Step(name: "those with a car are asked") { try await $0.expectOffers() },
            Step(name: "the driver accepts") { try await $0.accept() },
            Step(name: "others accept too") { try await $0.acceptLate() },
            Step(name: "who goes gets the details, the others are told") { try await $0.expectNews() },
        ]
        + [.enRoute, .onScene, .transporting, .atFacility, .admitted, .discharged, .cleared].map { action in
            Step(name: action.rawValue) { try await $0.step(action) }
        }
        + [
            Step(name: "the operator closes it") { try await $0.close() },
            Step(name: "the timeline tells it all") { try await $0.expectTimeline() },
        ]

    let county: TestCounty
    let rule: Rule
    private(set) var requestID = ""
    /// By member, the links of their offers.
    private var links: [String: NoticeBody.Links] = [:]

    init(_ county: TestCounty, _ rule: Rule) {
        self.county = county
        self.rule = rule
    }

    private func bringIn() async throws {
        try await county.bringIn(.villages, InventedVillage.villages)
        try await county.bringIn(.members, InventedVillage.members(endpointBase: county.receiver.url("")))
        try await county.bringIn(.households, InventedVillage.households)
    }

    private mutating func call() async throws {
        let words = InventedVillage.summary.split(separator: " ").map(String.init)
        let result = try await county.control(
            "call",
            InventedVillage.callerPhone,
            "medical-transport",
            words[0],
            words[1]
        )
        #expect(result.status == 0, "\(result)")
        #expect(result.output.contains("Call 120 too."))
        #expect(result.output.contains(InventedVillage.name))
        let list = try await county.ask("request", "list", as: RequestList.self)
        let request = try #require(list.requests.first)
        #expect(list.requests.count == 1)
        #expect(request.householdId == "household")
        #expect(request.place.township == InventedVillage.township)
        #expect(request.urgency == .immediate)
        #expect(request.seats.map(\.requires) == [["vehicle"]])
        requestID = request.id
    }

    private mutating func expectOffers() async throws {
        let asked = ["contact", "driver", "second", "third"]
        for notice in try await county.notices(asked.count, "offer.created") {
            links[notice.memberID] = notice.body.data.links
            #expect(notice.body.data.request.village == InventedVillage.name)
            #expect(notice.body.data.request.urgency == "immediate")
            #expect(notice.body.data.offer?.seat == "driver")
            let page = try await county.client.get(page: notice.body.data.links.page)
            #expect(page.status == 200)
            expectNoSecrets(String(decoding: page.body, as: UTF8.self), "the page of \(notice.memberID)")
        }
        #expect(links.keys.sorted() == asked)
        let request = try await county.client.request(requestID)
        #expect(request.offers.first { $0.memberId == "contact" }?.reason == "contact")
        #expect(request.offers.first { $0.memberId == "driver" }?.reason == "nearest")
        #expect(!request.offers.contains { $0.memberId == "walker" })
        try await eventually("all deliveries are recorded") {
            try await county.client.request(requestID).offers.allSatisfy { $0.deliveredAt != nil }
        }
    }

    private func link(_ member: String) throws -> String {
        try #require(links[member]).callback
    }

    private func accept() async throws {
        // What was sent before the accept is judged before it: later notices carry the details.
        for notice in county.notices { expectNoSecrets(notice.text, "\(notice.kind) to \(notice.memberID)") }
        // Tapped twice, as people do.
        for _ in 1...2 {
            let answer = try await county.client.answer(try link("driver"), .accept)
            #expect(answer.status == 200)
            let reply: CallbackReply = try answer.read()
            #expect(reply.state == "accepted")
            #expect(reply.details?.name == InventedVillage.householdName)
            #expect(reply.details?.phone == InventedVillage.callerPhone)
            #expect(reply.details?.address == InventedVillage.address)
            #expect(reply.details?.notes == InventedVillage.notes)
            #expect(reply.details?.summary == InventedVillage.summary)
            #expect(reply.actions.contains(.enRoute))
        }
    }

    private func acceptLate() async throws {
        for member in ["contact", "second"] {
            let answer = try await county.client.answer(try link(member), .accept)
            switch rule {
            case .value:
                // One in ten who accept never comes: while nobody is there, others are worth having on the way.
                #expect(answer.status == 200)
            case .simple:
                #expect(answer.status == 409)
                #expect(answer.problem == .alreadyCovered)
                expectNoSecrets(String(decoding: answer.body, as: UTF8.self), "the answer to \(member)")
            }
        }
        let request = try await county.client.request(requestID)
        #expect(request.state == .covered)
        #expect(request.assignments.map(\.memberId).sorted() == going)
        #expect(request.assignments.filter(\.primary).map(\.memberId) == ["driver"])
    }

    /// Those who go, until somebody is there.
    private var going: [String] {
        switch rule {
        case .value: ["contact", "driver", "second"]
        case .simple: ["driver"]
        }
    }

    private func expectNews() async throws {
        let created = try await county.notices(going.count, "assignment.created")
        #expect(created.map(\.memberID).sorted() == going)
        let details = try #require(created.first?.body.data.details)
        #expect(details.name == InventedVillage.householdName)
        #expect(details.phone == InventedVillage.callerPhone)
        #expect(details.address == InventedVillage.address)
        guard rule == .simple else { return }
        try await expectOthersAreTold()
    }

    /// Who is not needed hears so: at once, or when somebody is there.
    private func expectOthersAreTold() async throws {
        let others = ["contact", "second", "third"]
        let stoodDown = try await county.notices(going.count - 1, "assignment.stood-down")
        #expect(stoodDown.map(\.memberID).sorted() == going.filter { $0 != "driver" })
        let withdrawn = try await county.notices(others.count - stoodDown.count, "offer.withdrawn")
        #expect(withdrawn.map(\.memberID).sorted() == others.filter { !going.contains($0) })
        for notice in withdrawn { expectNoSecrets(notice.text, "offer.withdrawn to \(notice.memberID)") }
    }

    private func step(_ action: CallbackAction.Action) async throws {
        let answer = try await county.client.answer(try link("driver"), action)
        #expect(answer.status == 200)
        let reply: CallbackReply = try answer.read()
        #expect(reply.state == action.rawValue)
        #expect((reply.details == nil) == (action == .cleared))
        let expected: RequestView.State =
            switch action {
            case .enRoute: .covered
            case .cleared: .cleared
            default: .onScene
            }
        #expect(try await county.client.request(requestID).state == expected)
        if action == .onScene, rule == .value { try await expectOthersAreTold() }
    }

    private func close() async throws {
        let result = try await county.control("request", "close", requestID, "--grade", "5", "--note", "都好")
        #expect(result.status == 0, "\(result)")
        let request = try await county.client.request(requestID)
        #expect(request.state == .closed)
        let states = Dictionary(uniqueKeysWithValues: request.assignments.map { ($0.memberId, $0.state) })
        #expect(states.keys.sorted() == going)
        for (member, state) in states { #expect(state == (member == "driver" ? .cleared : .stoodDown)) }
    }

    private func expectTimeline() async throws {
        let request = try await county.client.request(requestID)
        let timeline = request.timeline
        func members(_ type: String) -> [String] {
            timeline.filter { $0.type == type }.compactMap(\.memberId).sorted()
        }
        let everyone = ["contact", "driver", "second", "third"]
        #expect(timeline.first?.type == "request.opened")
        #expect(members("offer.made") == everyone)
        for event in timeline where event.type == "offer.made" {
            #expect(["contact", "nearest"].contains(event.details["reason"]?.text))
            #expect((event.details["gainSeconds"] != nil) == (rule == .value))
        }
        #expect(members("offer.delivered") == everyone)
        #expect(members("offer.accepted") == going)
        #expect(members("offer.withdrawn") == everyone.filter { !going.contains($0) })
        #expect(
            timeline.filter { $0.type == "assignment.stepped" }.compactMap { $0.details["step"]?.text } == [
                "en-route", "on-scene", "transporting", "at-facility", "admitted", "discharged", "cleared",
            ]
        )
        #expect(timeline.contains { $0.type == "request.closed" })
        #expect(timeline.contains { $0.type == "note.follow-up" && $0.text == "都好" })
        #expect(timeline.map(\.position) == timeline.map(\.position).sorted())
        let assignment = try #require(request.assignments.first { $0.memberId == "driver" })
        #expect(assignment.onSceneAt != nil)
        #expect(assignment.dischargedAt != nil)

        let shown = try await county.control("request", "show", requestID)
        #expect(shown.status == 0)
        for word in ["driver", "contact", InventedVillage.name, "都好"] { #expect(shown.output.contains(word)) }
    }

    private func expectNoSecrets(_ text: String, _ what: String) {
        for secret in InventedVillage.secrets {
            #expect(!text.contains(secret), "\(what) says \(secret)")
        }
    }
}
