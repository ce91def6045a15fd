import DispatchHTTP

/// Pages of invented people, for the tests.
enum PagesSamples {
    static let offer = UnansweredOffer(
        category: "medical-transport",
        urgency: .immediate,
        township: "固献镇",
        village: "沙河王庄",
        role: "driver",
        requires: ["vehicle"],
        distanceMeters: 640,
        etaSeconds: 205,
        answerBy: "18:42"
    )

    static let assignment = HeldAssignment(
        category: "medical-transport",
        urgency: .immediate,
        township: "固献镇",
        village: "沙河王庄",
        name: "张试例",
        phone: "0319-555 0101",
        address: "村东头第三排，红铁门",
        notes: "耳背，敲门要响。院里有狗，拴着。",
        summary: "老人发烧两天，站不起来，老伴一个人扶不动。",
        point: MapPoint(
            gcj02Latitude: 36.980_123,
            gcj02Longitude: 115.306_456,
            wgs84Latitude: 36.979_4,
            wgs84Longitude: 115.300_2
        ),
        remindsOfAmbulance: true,
        taken: [.init(step: .accept, at: "18:32")],
        actions: [.enRoute, .onScene, .transporting, .atFacility, .admitted, .discharged, .cleared, .release]
    )

    static let member = MemberStatus(
        name: "李样本",
        duty: .on,
        awayChoices: [
            AwayChoice(label: .hours(2), clock: "20:30", value: "2026-03-01T12:30:00Z"),
            AwayChoice(label: .tonight, clock: "22:00", value: "2026-03-01T14:00:00Z"),
            AwayChoice(label: .tomorrowMorning, clock: "07:00", value: "2026-03-01T23:00:00Z"),
        ],
        assignments: [],
        pendingOffers: [
            .init(category: "fall", urgency: .urgent, township: "固献镇", village: "沙河王庄", path: "/o/abc")
        ]
    )
}
