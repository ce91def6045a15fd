import DispatchCore
import DispatchService
import DispatchWire
import Testing
import WebhookDelivery

/// What people read, as whole text.
struct NoticeWordingTests {
    private static let recipient = NoticeRecipient(name: "甲一", phone: "+86 139-0000-0001")
    private static let details = NoticeBody.Details(
        name: "乙户",
        phone: "13800000009",
        address: "东杨村三巷 9 号",
        notes: "有狗",
        summary: "老人摔倒"
    )
    private static let personal = ["乙户", "13800000009", "三巷", "有狗", "老人摔倒"]

    private static func content(
        urgency: String = "immediate",
        advice: [String] = ["call-120"],
        state: String? = nil,
        details: NoticeBody.Details? = nil,
        isDesk: Bool = false
    ) -> NoticeBody.Content {
        NoticeBody.Content(
            request: NoticeBody.Request(
                id: "r",
                number: 12,
                category: "fall",
                urgency: urgency,
                village: "东杨村",
                township: "杨树镇",
                advice: advice
            ),
            offer: isDesk
                ? nil
                : NoticeBody.Offer(
                    id: "o",
                    seat: "helper",
                    distanceMeters: 612,
                    etaSeconds: 430,
                    expiresAt: WireTime(milliseconds: 0)
                ),
            assignment: state.map { NoticeBody.Assignment(id: "a", state: $0) },
            desk: isDesk
                ? NoticeBody.Desk(id: "D1", name: "杨树镇值班台", level: .township, calledAt: WireTime(milliseconds: 0))
                : nil,
            details: details,
            links: NoticeBody.Links(callback: "https://c.example/v1/callbacks/t", page: "https://c.example/o/t")
        )
    }

    private static func text(
        _ kind: Notice.Kind,
        _ content: NoticeBody.Content,
        isGroup: Bool = true,
        _ language: NoticeLanguage = .chinese
    ) -> String {
        let message = NoticeWording(language: language)
            .message(kind, content, to: content.desk == nil ? recipient : nil, isGroup: isGroup, waitedSeconds: 240)
        return ([message.title] + message.body + [message.linkLabel, message.link]).joined(separator: "\n")
    }

    @Test func offerSaysWhatRoughlyWhereAndHowFar() {
        #expect(
            Self.text(.offerCreated, Self.content()) == """
                【求助】马上要人：有人摔倒，扶一把
                杨树镇东杨村（今天第 12 号）
                甲一：离您约 600 米，赶过去约 8 分钟，需要您：搭把手
                病情危急，同时打 120
                没点到名但离得近的，也可以点链接报名。
                点这里答复：能去，还是去不了
                https://c.example/o/t
                """
        )
        #expect(
            Self.text(.offerCreated, Self.content(urgency: "routine", advice: []), isGroup: false, .english) == """
                [Help] No hurry: Somebody fell, help them up
                杨树镇 东杨村 (no. 12 today)
                From you: about 600 m. To get there: about 8 min
                You would be: helper
                Answer here: can you go?
                https://c.example/o/t
                """
        )
    }

    @Test func acceptedOfferTellsAPersonEverythingAndAGroupNothingMore() {
        let content = Self.content(state: "accepted", details: Self.details)
        #expect(
            Self.text(.assignmentCreated, content, isGroup: false) == """
                【求助】请您出发：有人摔倒，扶一把
                杨树镇东杨村（今天第 12 号）
                离您约 600 米，赶过去约 8 分钟
                病情危急，同时打 120
                姓名：乙户
                电话：13800000009
                地址：东杨村三巷 9 号
                情况：老人摔倒
                注意：有狗
                点这里看
                https://c.example/o/t
                """
        )
        #expect(
            Self.text(.assignmentCreated, content) == """
                【求助】请您出发：有人摔倒，扶一把
                杨树镇东杨村（今天第 12 号）
                甲一：离您约 600 米，赶过去约 8 分钟
                病情危急，同时打 120
                姓名、电话和地址，点链接看。
                点这里看
                https://c.example/o/t
                """
        )
    }

    @Test func deskIsCalledWithTheTimeThatHasPassed() {
        #expect(
            Self.text(.deskWhistled, Self.content(isDesk: true)) == """
                【求助·吹哨】马上要人：有人摔倒，扶一把
                杨树镇值班台
                杨树镇东杨村（今天第 12 号）
                还没有人答应去，已过 4 分钟
                病情危急，同时打 120
                请点链接报到。
                点这里报到
                https://c.example/o/t
                """
        )
        #expect(
            Self.text(.deskStoodDown, Self.content(isDesk: true), .english) == """
                [Help: desk called] No need to report in any more, thank you
                杨树镇值班台
                杨树镇 东杨村 (no. 12 today)
                It is taken care of.
                Look here
                https://c.example/o/t
                """
        )
    }

    @Test(arguments: [
        ("accepted", "【求助】您出发了吗？"), ("en-route", "【求助】您到了吗？"), ("on-scene", "【求助】现在怎样了？"),
        ("nonsense", "【求助】现在怎样了？"),
    ])
    func reminderAsksForTheNextStep(state: String, title: String) {
        let text = Self.text(.assignmentNudged, Self.content(state: state))
        #expect(text.hasPrefix(title))
        #expect(text.contains("请点链接说一声"))
    }

    /// Everything a content can hold, whatever the kind: a group learns nothing of the household.
    @Test(arguments: Notice.Kind.allCases, NoticeLanguage.allCases)
    func groupNeverReadsWhoNeedsHelp(kind: Notice.Kind, language: NoticeLanguage) {
        for isDesk in [false, true] {
            let content = Self.content(state: "accepted", details: Self.details, isDesk: isDesk)
            let text = Self.text(kind, content, isGroup: true, language)
            for secret in Self.personal { #expect(!text.contains(secret), "\(kind): \(text)") }
            #expect(text.contains("东杨村"))
            #expect(text.hasSuffix("https://c.example/o/t"))
            #expect(text.contains(language == .chinese ? "求助" : "Help"))
        }
    }

    @Test func onlyNoticesForThoseWhoWentTellDetailsToAPerson() {
        for kind in Notice.Kind.allCases {
            let text = Self.text(kind, Self.content(state: "accepted", details: Self.details), isGroup: false)
            let tells = kind == .assignmentCreated || kind == .placeCorrected
            #expect(text.contains("13800000009") == tells, "\(kind)")
        }
    }

    @Test func memberIsCalledByPhoneInAGroupOnly() {
        let wording = NoticeWording(language: .chinese)
        let group = wording.message(.offerCreated, Self.content(), to: Self.recipient, isGroup: true)
        #expect(group.mentions == ["13900000001"])
        let person = wording.message(.offerCreated, Self.content(), to: Self.recipient, isGroup: false)
        #expect(person.mentions.isEmpty)
        #expect(!person.lines.contains("甲一"))
    }

    @Test(arguments: [
        ("13900000001", "13900000001"), ("+86 139-0000-0001", "13900000001"), ("008613900000001", "13900000001"),
        ("0319-0000001", nil), ("120", nil), ("", nil), ("+1 202 555 0100", nil), ("23900000001", nil),
    ])
    func mobileIsReadOffAPhone(phone: String, digits: String?) {
        #expect(MobileNumber.digits(of: phone) == digits)
    }

    @Test(
        arguments: [
            (Notice.Kind.offerCreated, nil, ["accept", "decline"]),
            (.assignmentCreated, "accepted", ["en-route", "on-scene"]),
            (.assignmentNudged, "accepted", ["en-route", "on-scene"]), (.assignmentNudged, "en-route", ["on-scene"]),
            (.assignmentNudged, "on-scene", []), (.offerWithdrawn, nil, []), (.assignmentStoodDown, "stood-down", []),
            (.placeCorrected, "accepted", []), (.deskWhistled, nil, ["report-in"]), (.deskStoodDown, nil, []),
        ] as [(Notice.Kind, String?, [String])]
    )
    func buttonsAreTheAnswersThereAre(kind: Notice.Kind, state: String?, actions: [String]) throws {
        let content = Self.content(state: state)
        let message = NoticeWording(language: .chinese).message(kind, content, to: nil, isGroup: false)
        #expect(message.actions.map(\.body) == actions.map { "{\"action\":\"\($0)\"}" })
        #expect(message.actions.allSatisfy { $0.url == content.links.callback && !$0.label.isEmpty })
        for action in message.actions {
            let json = try JSONValue(parsing: Array(action.body.utf8))
            _ = try CallbackAction(json: json)
        }
    }

    @Test(arguments: [
        ("immediate", ChannelMessage.Priority.urgent), ("urgent", .high), ("routine", .normal), ("scheduled", .normal),
    ])
    func phoneRingsByUrgencyAndNeverForThanks(urgency: String, priority: ChannelMessage.Priority) {
        let wording = NoticeWording(language: .chinese)
        let content = Self.content(urgency: urgency)
        #expect(wording.message(.offerCreated, content, to: nil, isGroup: false).priority == priority)
        for kind in [Notice.Kind.offerWithdrawn, .assignmentStoodDown, .deskStoodDown] {
            #expect(wording.message(kind, content, to: nil, isGroup: false).priority == .low)
        }
    }

    @Test(arguments: NoticeLanguage.allCases)
    func everyPhraseHasWords(language: NoticeLanguage) {
        for phrase in NoticePhrase.allCases { #expect(!phrase.text(in: language).isEmpty) }
    }
}
