/// Every fixed phrase of the pages, in both languages.
///
/// Short words and plain sentences: they are read by people of sixty, in the sun, in a hurry.
enum PageText: CaseIterable {
    // Buttons.
    case accept, decline, enRoute, onScene, transporting, atFacility, admitted, discharged, cleared, release
    case releaseConfirm, releaseAsk, changedMind, accepted, leave
    // Asked again.
    case really, clearedNote, yesReally, noSlip
    // The desk's page.
    case reportIn, nobodyGoes, reportedIn, ringNearest, nobodyNear, deskPrivacyNote, tellTheOperator
    // Urgency.
    case immediate, urgent, routine, scheduled
    // The offer.
    case youAreNeededAs, fromYou, toGetThere, at, privacyNote, declinedBefore
    // The assignment.
    case call, callEmergency, map, otherMap, whatHappened, notes, skipTo
    // The member's page.
    case memberTitle, onDuty, offDuty, awayNow, goOffDuty, goOnDuty, comeBack, restUntil, openAssignment, pendingOffers
    case hours, tonight, thisMorning, tomorrowMorning, tomorrowEvening, saved, nothingOpen
    // The group's page.
    case whoAreYou, chooseName, askedHere, othersHere, lastFourDigits, openMine, notRecognised, lockedUntil
    case nothingOfYours, needed, wholeNumber
    // All.
    case reopen, otherLanguage, county

    func text(in language: PageLanguage) -> String {
        switch language {
        case .chinese: phrases.chinese
        case .english: phrases.english
        }
    }

    private var phrases: (chinese: String, english: String) {
        switch self {
        case .accept: ("我去", "I'll go")
        case .decline: ("去不了", "I can't")
        case .enRoute: ("我出发了", "I'm on my way")
        case .onScene: ("我到了", "I'm there")
        case .transporting: ("正在送医院", "Driving to hospital")
        case .atFacility: ("到医院了", "At the hospital")
        case .admitted: ("住上院了", "Admitted")
        case .discharged: ("出院了", "Discharged")
        case .cleared: ("事情办完了", "All done")
        case .release: ("我去不了了", "I can't go after all")
        case .releaseAsk: ("会马上另找别人，不要紧。", "Somebody else is asked at once. That is all right.")
        case .releaseConfirm: ("确定，换别人去", "Yes, ask somebody else")
        case .accepted: ("答应了", "Said yes")
        case .leave: ("我得走了，请换人", "I have to leave")
        case .really: ("是真的吗？", "Really?")
        case .clearedNote: ("办完以后，对方的姓名、电话和地址不再显示。", "Name, phone and address are no longer shown after that.")
        case .yesReally: ("对", "Yes")
        case .noSlip: ("不是，点错了", "No, a slip")
        case .changedMind: ("改主意了，我能去", "I can go after all")

        case .reportIn: ("报到，我来管", "Report in: I take charge")
        case .nobodyGoes: ("过去了，还没有人答应去。", "have passed, and nobody has said yes yet.")
        case .reportedIn: ("已报到", "Reported in")
        case .ringNearest: ("给附近有空的人打电话：", "Ring those nearby who are free:")
        case .deskPrivacyNote: ("您报到后才显示姓名、电话和地址。", "Name, phone and address appear once you report in.")
        case .tellTheOperator: ("谁愿意去，请告诉调度员派他去。", "Tell the operator who is ready to go, to have them assigned.")
        case .nobodyNear: ("附近没有在岗有空的人。", "Nobody nearby is on duty and free.")

        case .immediate: ("马上要人", "Needed now")
        case .urgent: ("尽快", "Soon")
        case .routine: ("不急", "No hurry")
        case .scheduled: ("约好时间", "At a set time")

        case .youAreNeededAs: ("需要您", "You would be")
        case .fromYou: ("距离", "from you")
        case .toGetThere: ("赶过去", "to get there")
        case .at: ("时间", "When")
        case .privacyNote: ("您答应后才显示姓名、电话和地址。", "Name, phone and address appear once you say yes.")
        case .declinedBefore: ("您答复过：去不了。", "You said that you can't.")

        case .call: ("打电话", "Call")
        case .callEmergency: ("病情危急，先打 120", "In danger of life, call 120 first")
        case .map: ("高德导航", "Amap route")
        case .otherMap: ("其他地图", "Other map")
        case .whatHappened: ("情况", "What happened")
        case .notes: ("注意", "Notes")
        case .skipTo: ("跳到后面的步骤", "Go straight to a later step")

        case .memberTitle: ("我的值班", "My duty")
        case .onDuty: ("值班中", "On duty")
        case .offDuty: ("没有值班", "Off duty")
        case .awayNow: ("暂时不在，到", "Away until")
        case .goOffDuty: ("我不值班了", "Go off duty")
        case .goOnDuty: ("我来值班", "Go on duty")
        case .comeBack: ("我回来了", "I am back")
        case .restUntil: ("暂时不在，到：", "Away until:")
        case .openAssignment: ("您手上的事", "Your case")
        case .pendingOffers: ("等您答复", "Waiting for your answer")
        case .hours: ("小时后", "hours from now")
        case .tonight: ("今晚", "tonight")
        case .thisMorning: ("今天早上", "this morning")
        case .tomorrowMorning: ("明天早上", "tomorrow morning")
        case .tomorrowEvening: ("明天晚上", "tomorrow evening")
        case .saved: ("记下了。", "Saved.")
        case .nothingOpen: ("现在没有要办的事。", "Nothing is waiting for you.")

        case .whoAreYou: ("您是哪位？", "Who are you?")
        case .chooseName: ("点这里选名字", "Choose your name")
        case .askedHere: ("点了名的", "Asked")
        case .othersHere: ("其他人", "Others")
        case .lastFourDigits: ("您手机号的后四位", "Last four digits of your phone")
        case .openMine: ("我答复过了，看我的页面", "I have answered: my page")
        case .notRecognised: ("名字和手机后四位对不上，请再试一次。", "Name and digits do not match. Please try again.")
        case .lockedUntil: ("试错太多次了。过了这个时间再试：", "Too many wrong tries. Please wait until")
        case .wholeNumber: ("试错的人太多了，请填完整的手机号。", "Too many wrong tries here. Please type your whole number.")
        case .needed: ("需要：", "Needed:")
        case .nothingOfYours: ("您还没有答应。能去的话，请点“我去”。", "You have not said yes yet. If you can go, press “I'll go”.")

        case .reopen: ("重新打开", "Open again")
        case .otherLanguage: ("English", "中文")
        case .county: ("群众有困难，党员第一个到", "When neighbours are in trouble, be the first to arrive")
        }
    }
}
