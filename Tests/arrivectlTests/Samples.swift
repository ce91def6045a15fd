import DispatchWire

/// Answers of an invented server about invented people.
enum Samples {
    static func time(_ text: String) -> WireTime {
        do {
            return try WireTime("2025-06-01T\(text)+08:00")
        } catch {
            preconditionFailure("\(text) \(error)")
        }
    }

    static func json(_ answer: some Encodable) -> String {
        do {
            return try WireJSON.text(of: answer)
        } catch {
            preconditionFailure("samples hold finite numbers")
        }
    }

    static let request = RequestView(
        id: "r-1",
        number: 7,
        state: .open,
        category: "medical-transport",
        urgency: .immediate,
        createdAt: time("08:30:00"),
        openedBy: "hotline",
        place: PlaceView(
            villageCode: "130533104214",
            village: "沙河王庄",
            township: "固献镇",
            latitude: 36.97,
            longitude: 115.25
        ),
        householdId: "h-1",
        summary: "An old man, ill.\nCannot stand.",
        seats: [SeatView(id: "s-1", role: "driver", requires: ["vehicle"], state: .open)],
        offers: [
            OfferView(
                id: "o-1",
                memberId: "m-1",
                memberName: "例一",
                seat: "s-1",
                state: .pending,
                distanceMeters: 410,
                etaSeconds: 168,
                offeredAt: time("08:30:00"),
                deliveredAt: time("08:30:01"),
                expiresAt: time("08:40:00"),
                reason: "contact",
                rank: 1
            ),
            OfferView(
                id: "o-2",
                memberId: "m-22",
                seat: "s-1",
                state: .pending,
                distanceMeters: 1_949,
                etaSeconds: 301,
                offeredAt: time("08:30:00"),
                expiresAt: time("08:40:00"),
                reason: "nearest",
                rank: 2
            ),
        ],
        advice: ["call-120"],
        similar: [
            SimilarRequest(id: "r-0", number: 6, state: .covered, category: "fall", createdAt: time("08:12:00"))
        ],
        timeline: [
            EventMessage(
                position: 40,
                at: time("08:30:00"),
                type: "request.opened",
                requestId: "r-1",
                actor: "hotline",
                text: "hotline opened the request."
            ),
            EventMessage(
                position: 41,
                at: time("08:30:00"),
                type: "offer.made",
                requestId: "r-1",
                seat: "s-1",
                offerId: "o-1",
                memberId: "m-1",
                details: ["distanceMeters": 410, "reason": "contact"]
            ),
        ]
    )

    static let covered: RequestView = {
        var request = Samples.request
        request.state = .covered
        request.seats[0].state = .filled
        request.offers = [request.offers[0]]
        request.offers[0].state = .accepted
        request.offers[0].answeredAt = time("08:30:20")
        request.assignments = [
            AssignmentView(
                id: "a-1",
                memberId: "m-1",
                memberName: "例一",
                memberPhone: "0319 5550101",
                seat: "s-1",
                state: .enRoute,
                primary: true,
                acceptedAt: time("08:30:20"),
                enRouteAt: time("08:31:00")
            )
        ]
        request.similar = []
        request.timeline = []
        return request
    }()

    static let member = MemberView(
        id: "m-1",
        name: "例一",
        phone: "0319 5550101",
        villageCode: "130533104214",
        village: "沙河王庄",
        township: "固献镇",
        branch: "沙河王庄支部",
        latitude: 36.97,
        longitude: 115.25,
        capabilities: ["vehicle", "first-aid"],
        transport: "car",
        duty: .on,
        awayUntil: time("12:00:00"),
        position: .init(latitude: 36.5, longitude: 115.5),
        channel: "generic",
        endpoint: "http://127.0.0.1:9000",
        assignment: .init(id: "a-1", requestId: "r-1", number: 7, state: .onScene)
    )

    static let otherMember = MemberView(
        id: "m-22",
        name: "例二十二",
        phone: "0319 5550122",
        villageCode: "130533104215",
        village: "甲村",
        township: "固献镇",
        latitude: 36.98,
        longitude: 115.26,
        capabilities: [],
        transport: "walk",
        duty: .off
    )
}
