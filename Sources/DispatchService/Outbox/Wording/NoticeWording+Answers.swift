import DispatchCore
import DispatchWire
import WebhookDelivery

/// How a notice can be answered at once, and how loudly it may ring.
extension NoticeWording {
    func actions(_ kind: Notice.Kind, _ content: NoticeBody.Content) -> [ChannelMessage.Action] {
        let answers: [(NoticePhrase, CallbackAction.Action)] =
            switch kind {
            case .offerCreated: [(.accept, .accept), (.decline, .decline)]
            case .assignmentCreated: [(.enRoute, .enRoute), (.onScene, .onScene)]
            case .assignmentNudged:
                switch nextStep(content) {
                case .enRoute: [(.enRoute, .enRoute), (.onScene, .onScene)]
                case .onScene: [(.onScene, .onScene)]
                case nil: []
                }
            case .deskWhistled: [(.reportInShort, .reportIn)]
            case .offerWithdrawn, .assignmentStoodDown, .placeCorrected, .deskStoodDown: []
            }
        return answers.map { phrase, action in
            ChannelMessage.Action(
                label: phrase.text(in: language),
                url: content.links.callback,
                // A word of a closed list, which needs no escaping.
                body: "{\"action\":\"\(action.rawValue)\"}"
            )
        }
    }

    /// What a reminder asks for: to set out, or to have arrived; nil further on.
    func nextStep(_ content: NoticeBody.Content) -> ReminderStep? {
        switch content.assignment.flatMap({ Assignment.State(rawValue: $0.state) }) {
        case .accepted: .enRoute
        case .enRoute: .onScene
        case .onScene, .transporting, .atFacility, .admitted, .discharged, .cleared, .released, .noShow, .stoodDown,
            nil:
            nil
        }
    }

    enum ReminderStep: Hashable, Sendable {
        case enRoute
        case onScene
    }

    func urgency(_ content: NoticeBody.Content) -> NoticePhrase {
        switch Urgency(rawValue: content.request.urgency) {
        case .immediate: .immediate
        case .urgent: .urgent
        case .scheduled: .scheduled
        case .routine, nil: .routine
        }
    }

    /// What asks for something rings by its urgency; thanks never wake anybody.
    func priority(_ kind: Notice.Kind, _ content: NoticeBody.Content) -> ChannelMessage.Priority {
        switch kind {
        case .offerCreated, .assignmentCreated, .assignmentNudged, .placeCorrected, .deskWhistled:
            switch Urgency(rawValue: content.request.urgency) {
            case .immediate: .urgent
            case .urgent: .high
            case .routine, .scheduled, nil: .normal
            }
        case .offerWithdrawn, .assignmentStoodDown, .deskStoodDown: .low
        }
    }
}
