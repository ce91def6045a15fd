/// Every fixed phrase of the messages to robots and phones, in both languages.
///
/// Short and plain: they are read by people of sixty, in the sun, in a hurry. All titles hold 求助 or Help, which a
/// robot's owner can therefore set as its keyword.
package enum NoticePhrase: CaseIterable {
    case mark, deskMark
    // The test.
    case test, testLine
    // Urgency.
    case immediate, urgent, routine, scheduled
    // Titles.
    case notNeeded, go, haveYouLeft, areYouThere, howIsIt, placeChanged, settled
    // Lines.
    case fromYou, toGetThere, youAreNeededAs, callEmergency, settledThanks, detailsBehindLink, reportStep
    case newPlace, nobodyGoes, pleaseReportIn, othersToo
    // Details.
    case name, phone, address, notes, summary
    // Links and buttons.
    case answer, open, reportIn, reportInShort, accept, decline, enRoute, onScene

    package func text(in language: NoticeLanguage) -> String {
        switch language {
        case .chinese: phrases.chinese
        case .english: phrases.english
        }
    }

    private var phrases: (chinese: String, english: String) {
        switch self {
        case .mark: ("【求助】", "[Help] ")
        case .deskMark: ("【求助·吹哨】", "[Help: desk called] ")
        case .test: ("测试消息", "A test")
        case .testLine: ("收到这条就说明能收到求助，不用答复。", "You would get a call for help like this. Nothing to answer.")

        case .immediate: ("马上要人", "Needed now")
        case .urgent: ("尽快", "Soon")
        case .routine: ("不急", "No hurry")
        case .scheduled: ("约好时间", "At a set time")

        case .notNeeded: ("不用去了，谢谢您", "You are not needed any more, thank you")
        case .go: ("请您出发", "Please go")
        case .haveYouLeft: ("您出发了吗？", "Have you set out?")
        case .areYouThere: ("您到了吗？", "Are you there?")
        case .howIsIt: ("现在怎样了？", "How is it going?")
        case .placeChanged: ("地点改了", "The place has changed")
        case .settled: ("不用报到了，谢谢", "No need to report in any more, thank you")

        case .fromYou: ("离您约", "From you: about")
        case .toGetThere: ("赶过去约", "To get there: about")
        case .youAreNeededAs: ("需要您", "You would be")
        case .callEmergency: ("病情危急，同时打 120", "In danger of life: call 120 too")
        case .settledThanks: ("这件事已有安排。", "It is taken care of.")
        case .detailsBehindLink: ("姓名、电话和地址，点链接看。", "Name, phone and address are behind the link.")
        case .reportStep: ("请点链接说一声。", "Please tell us by the link.")
        case .newPlace: ("新地点", "New place")
        case .nobodyGoes: ("还没有人答应去，已过", "Nobody has said yet that they will go, for")
        case .othersToo: ("没点到名但离得近的，也可以点链接报名。", "Not named, but near? Come forward by the link.")
        case .pleaseReportIn: ("请点链接报到。", "Please report in by the link.")

        case .name: ("姓名", "Name")
        case .phone: ("电话", "Phone")
        case .address: ("地址", "Address")
        case .notes: ("注意", "Notes")
        case .summary: ("情况", "What happened")

        case .answer: ("点这里答复：能去，还是去不了", "Answer here: can you go?")
        case .open: ("点这里看", "Look here")
        case .reportIn: ("点这里报到", "Report in here")
        case .reportInShort: ("报到", "Report in")
        case .accept: ("我去", "I’ll go")
        case .decline: ("去不了", "I can’t")
        case .enRoute: ("我出发了", "I’m on my way")
        case .onScene: ("我到了", "I’m there")
        }
    }
}
