/// What a page says when there is nothing to answer (any more).
///
/// Each thanks those who answered, says plainly what holds now, and asks for nothing.
package enum PageMessage: String, CaseIterable, Sendable {
    /// Somebody else holds the seat.
    case alreadyCovered
    /// The member has just said no.
    case declined
    case offerExpired
    /// The offer is no longer needed.
    case withdrawn
    case cancelled
    /// The member had accepted and is not needed any more.
    case stoodDown
    /// They came forward, and what is left needs what they cannot do.
    case notAble
    /// The member has given the seat back.
    case released
    /// The case is over; names and addresses are no longer shown.
    case finished
    /// A step that is not possible now, mostly a page that is no longer up to date.
    case outOfOrder
    /// No such link, or it has ended.
    case notFound
    /// A machine answers for them.
    case signedOnly
    /// Their own page is elsewhere; seen only where a browser does not follow.
    case goOn
    /// The daemon cannot take the answer now.
    case tryAgain

    func texts(in language: PageLanguage) -> (title: String, body: String) {
        switch language {
        case .chinese: chinese
        case .english: english
        }
    }

    private var chinese: (title: String, body: String) {
        switch self {
        case .alreadyCovered: ("已经有人去了", "谢谢您！这次有人先答应了，您不用去了。")
        case .declined: ("知道了", "没关系，已经在问别人。谢谢您答复。")
        case .offerExpired: ("时间过了", "这次求助的答复时间已经过了，您不用管了。")
        case .withdrawn: ("不用去了", "这次不需要您去了。谢谢您！")
        case .cancelled: ("求助取消了", "对方已经不需要帮忙，您不用去了。谢谢您！")
        case .stoodDown: ("不用去了", "已经有人在那里了，您请回吧。谢谢您愿意帮忙！")
        case .notAble: ("这次不用您去", "谢谢您！这次要的人得有车，或者有别的专门本事。")
        case .released: ("知道了", "已经另找别人去。谢谢您及时说一声。")
        case .finished: ("办完了", "这件事已经办完。谢谢您！为保护隐私，对方的姓名和地址不再显示。")
        case .outOfOrder: ("这一步现在点不了", "情况可能已经变了，请重新打开链接看看。")
        case .notFound: ("链接无效", "这个链接不对，或者已经过期。请用最新的消息里的链接。")
        case .signedOnly: ("这里不能答复", "您的答复要由您的系统签名后发来。请找管理员。")
        case .goOn: ("知道了", "您的页面在另一个链接里。")
        case .tryAgain: ("现在没收到", "系统正忙，您的答复还没有记下。请过几秒再点一次。")
        }
    }

    private var english: (title: String, body: String) {
        switch self {
        case .alreadyCovered: ("Somebody is already going", "Thank you! Somebody said yes before you. You need not go.")
        case .declined: ("Understood", "No matter, others are being asked. Thank you for answering.")
        case .offerExpired:
            ("The time is over", "The time to answer this call has passed. Nothing is left for you to do.")
        case .withdrawn: ("No longer needed", "You are not needed this time. Thank you!")
        case .cancelled: ("The call was cancelled", "Help is no longer needed there. Thank you!")
        case .stoodDown: ("You need not go", "Somebody is there already. Thank you for being ready to help!")
        case .notAble: ("Not you this time", "Thank you! Somebody with a car or another skill is needed.")
        case .released: ("Understood", "Somebody else is being asked. Thank you for telling us in time.")
        case .finished:
            ("It is done", "This case is over. Thank you! To protect people, name and address are no longer shown.")
        case .outOfOrder: ("Not possible now", "Things may have changed. Please open the link again.")
        case .notFound:
            ("This link does not work", "It is wrong or has ended. Please use the link in the latest message.")
        case .signedOnly:
            ("Not here", "Your answers must come signed from your own system. Please ask the administrator.")
        case .goOn: ("Understood", "Your own page has another link.")
        case .tryAgain:
            ("Not received", "The system is busy and has not noted your answer. Please tap again in a few seconds.")
        }
    }

    /// Whether it is about something that went wrong.
    var isTrouble: Bool {
        switch self {
        case .outOfOrder, .notFound, .tryAgain, .signedOnly: true
        case .alreadyCovered, .declined, .offerExpired, .withdrawn, .cancelled, .stoodDown, .notAble, .released,
            .finished, .goOn:
            false
        }
    }

    /// Whether opening the page again may show something better.
    var offersToReopen: Bool {
        switch self {
        case .outOfOrder, .tryAgain: true
        case .alreadyCovered, .declined, .offerExpired, .withdrawn, .cancelled, .stoodDown, .notAble, .released,
            .finished, .goOn, .notFound, .signedOnly:
            false
        }
    }
}
