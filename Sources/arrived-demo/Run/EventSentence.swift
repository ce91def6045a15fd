import DispatchWire
import Simulation

/// What one event of the journal says to a spectator, in Chinese and English; nil for what only a machine wants.
struct EventSentence {
    let chinese: String
    let english: String
    let text: String

    /// - Parameter request: The request as it stood when the event was told, or later.
    init?(_ event: EventMessage, _ request: RequestView, _ directory: CountyDirectory) {
        let member = directory.member(event.memberId)
        let offer = request.offers.first { $0.id == event.offerId }
        func detail(_ name: String) -> String { event.details[name]?.text ?? "" }

        switch event.type {
        case "request.opened":
            self.init("求助", "call", Self.call(request, directory))
        case "request.unanswered":
            let nearest =
                request.unansweredNearest?.first.map { member in
                    "; nearest: \(member.name ?? member.memberId), ring \(member.phone ?? "-")"
                } ?? ""
            self.init("无人", "unanswered", "nobody is left to ask\(nearest)")
        case "request.cancelled":
            self.init("取消", "cancelled", "everybody is stood down")
        case "request.closed":
            let grade = event.details["grade"]?.wholeNumber.map { ", the household gives \($0) of 5" } ?? ""
            self.init("回访", "closed", "followed up\(grade)")

        case "offer.made":
            self.init("派单", "asked", member + Self.distance(offer))
        case "offer.silent":
            self.init("无应答", "silent", "\(member), somebody else is asked too")
        case "offer.accepted":
            self.init("接单", "accepted", member + Self.answered(offer))
        case "offer.declined":
            self.init("谢绝", "declined", member + Self.answered(offer))
        case "offer.withdrawn":
            self.init("撤单", "withdrawn", "\(member) is told, with thanks")
        case "offer.covered":
            self.init("已满", "covered", "\(member) says yes too; told with thanks that others are enough")
        case "offer.expired":
            self.init("过期", "expired", member)
        case "offer.undeliverable":
            self.init("未送达", "undeliverable", member)
        case "offer.delivered":
            return nil

        case "assignment.stepped":
            guard let step = Step(rawValue: detail("step")) else { return nil }
            self.init(step.chinese, step.english, member + Self.arrival(step, event, request))
        case "assignment.ended":
            switch detail("ending") {
            case "no-show": self.init("未到", "no-show", "\(member) never set out; the seat is open again")
            case "released": self.init("退单", "released", "\(member) gave the seat back; it is open again")
            case _: self.init("取消出动", "stood down", "\(member) is told, with thanks")
            }
        case "assignment.primary":
            self.init("主责", "primary", "\(member) is expected first")
        case "assignment.nudged":
            self.init("提醒", "reminded", member)
        case "assignment.reinstated":
            self.init("恢复", "reinstated", "\(member) comes after all")
        case "assignment.arrived":
            self.init("到场", "arrived too", member)

        case "desk.whistled":
            let desk = detail("deskId")
            self.init(
                "吹哨",
                "whistle",
                desk.isEmpty ? "there is no desk to call" : "the \(detail("level")) desk \(desk) is called"
            )
        case "desk.reported-in":
            self.init("报到", "reported in", "desk \(detail("deskId")) has it in hand")
        case "desk.stood-down":
            self.init("收哨", "thanked", "desk \(detail("deskId")) is not needed any more")
        case _:
            return nil
        }
    }

    init(_ chinese: String, _ english: String, _ text: String) {
        self.chinese = chinese
        self.english = english
        self.text = text
    }

    /// The words in columns; a Chinese character is two columns wide.
    var columns: String {
        func padded(_ text: String, width: Int, columnsPerCharacter: Int) -> String {
            text + String(repeating: " ", count: max(0, width - columnsPerCharacter * text.count))
        }
        return padded(chinese, width: 9, columnsPerCharacter: 2) + padded(english, width: 14, columnsPerCharacter: 1)
            + text
    }

    private static func call(_ request: RequestView, _ directory: CountyDirectory) -> String {
        let household = directory.household(request.householdId).map { ", household of \($0.name)" } ?? ""
        let words = request.summary.map { "\n" + String(repeating: " ", count: 40) + "“\($0)”" } ?? ""
        let ambulance =
            request.advice.contains("call-120") ? "  ☎ call 120 too" : ""
        return "\(request.category), \(request.urgency.rawValue): \(request.place.village) (\(request.place.township))"
            + household + ambulance + words
    }

    private static func distance(_ offer: OfferView?) -> String {
        guard let offer else { return "" }
        return ", \(offer.distanceMeters) m, about \(Interval.text(seconds: offer.etaSeconds)), \(offer.reason)"
    }

    private static func answered(_ offer: OfferView?) -> String {
        guard let offer, let answeredAt = offer.answeredAt else { return "" }
        return ", after \(Interval.text(from: offer.offeredAt, to: answeredAt))"
    }

    private static func arrival(_ step: Step, _ event: EventMessage, _ request: RequestView) -> String {
        guard step == .onScene, request.firstArrivalAt == event.at else { return "" }
        return ", first arrival \(Interval.text(from: request.createdAt, to: event.at)) after the call"
    }

    private enum Step: String {
        case enRoute = "en-route"
        case onScene = "on-scene"
        case transporting
        case atFacility = "at-facility"
        case admitted
        case discharged
        case cleared

        var chinese: String {
            switch self {
            case .enRoute: "出发"
            case .onScene: "到达"
            case .transporting: "送医"
            case .atFacility: "到院"
            case .admitted: "入院"
            case .discharged: "出院"
            case .cleared: "完成"
            }
        }

        var english: String {
            switch self {
            case .enRoute: "on the way"
            case .onScene: "on scene"
            case .transporting: "transporting"
            case .atFacility: "at hospital"
            case .admitted: "admitted"
            case .discharged: "discharged"
            case .cleared: "cleared"
            }
        }
    }
}

extension RequestView {
    /// When the first member was on scene.
    var firstArrivalAt: WireTime? { assignments.compactMap(\.onSceneAt).min() }
}
