package import DispatchCore
package import DispatchWire
package import WebhookDelivery

/// Words a notice for people: what, roughly where, how far, how many minutes, and one link.
///
/// Everything it can tell stands in the content, which holds names, phones and addresses only for those who accepted.
/// What a whole group reads leaves them out even then: they stand behind the link.
package struct NoticeWording: Sendable {
    package let language: NoticeLanguage

    package init(language: NoticeLanguage) {
        self.language = language
    }

    /// - Parameters:
    ///   - recipient: the member; nil for a desk.
    ///   - waitedSeconds: how long nobody had said yes when a desk was called.
    package func message(
        _ kind: Notice.Kind,
        _ content: NoticeBody.Content,
        to recipient: NoticeRecipient?,
        isGroup: Bool,
        waitedSeconds: Double = 0
    ) -> ChannelMessage {
        let words = words(kind, content, isGroup: isGroup, waitedSeconds: waitedSeconds)
        let person = isGroup ? recipient.map { self.person($0, words.personal) } : nil
        return ChannelMessage(
            title: title(kind, content),
            lines: words.opening + (person == nil ? words.personal : []),
            people: person.map { [$0] } ?? [],
            closing: words.closing + (isGroup && kind == .offerCreated ? [say(.othersToo)] : []),
            linkLabel: linkLabel(kind),
            link: content.links.page,
            // What somebody answers in a group they answer as themselves, behind the link.
            actions: isGroup && recipient != nil ? [] : actions(kind, content),
            priority: priority(kind, content)
        )
    }

    /// A line of a group's message, for one of those it calls.
    private func person(_ recipient: NoticeRecipient, _ personal: [String]) -> ChannelMessage.Person {
        ChannelMessage.Person(
            line: personal.isEmpty ? recipient.name : "\(recipient.name)\(colon)\(personal.joined(separator: comma))",
            mention: MobileNumber.digits(of: recipient.phone)
        )
    }

    /// A message that asks for nothing and shows that one would arrive.
    package func test(link: String) -> ChannelMessage {
        ChannelMessage(
            title: "\(say(.mark))\(say(.test))",
            lines: [say(.testLine)],
            linkLabel: say(.open),
            link: link,
            priority: .low
        )
    }

    private func title(_ kind: Notice.Kind, _ content: NoticeBody.Content) -> String {
        let category = CountyWords.category(content.request.category, in: language) ?? content.request.category
        return switch kind {
        case .offerCreated: "\(say(.mark))\(say(urgency(content)))\(colon)\(category)"
        case .offerWithdrawn, .assignmentStoodDown: "\(say(.mark))\(say(.notNeeded))"
        case .assignmentCreated: "\(say(.mark))\(say(.go))\(colon)\(category)"
        case .assignmentNudged: "\(say(.mark))\(say(question(content)))"
        case .placeCorrected: "\(say(.mark))\(say(.placeChanged))\(colon)\(category)"
        case .deskWhistled: "\(say(.deskMark))\(say(urgency(content)))\(colon)\(category)"
        case .deskStoodDown: "\(say(.deskMark))\(say(.settled))"
        }
    }

    /// What a message says: to everybody, to the one it is for alone, and to everybody again.
    private func words(
        _ kind: Notice.Kind,
        _ content: NoticeBody.Content,
        isGroup: Bool,
        waitedSeconds: Double
    ) -> (opening: [String], personal: [String], closing: [String]) {
        let place = place(content)
        switch kind {
        case .offerCreated:
            return ([place], way(content) + seat(content), emergency(content))
        case .offerWithdrawn, .assignmentStoodDown:
            return ([place], [], [say(.settledThanks)])
        case .assignmentCreated:
            return ([place], way(content), emergency(content) + details(content, isGroup: isGroup))
        case .assignmentNudged:
            return ([place], [], [say(.reportStep)])
        case .placeCorrected:
            return (["\(say(.newPlace))\(colon)\(place)"], way(content), details(content, isGroup: isGroup))
        case .deskWhistled:
            let waited = PlainNumbers.minutes(seconds: waitedSeconds, in: language)
            let silence = "\(say(.nobodyGoes)) \(waited)"
            return (desk(content) + [place, silence], [], emergency(content) + [say(.pleaseReportIn)])
        case .deskStoodDown:
            return (desk(content) + [place], [], [say(.settledThanks)])
        }
    }

    private func question(_ content: NoticeBody.Content) -> NoticePhrase {
        switch nextStep(content) {
        case .enRoute: .haveYouLeft
        case .onScene: .areYouThere
        case nil: .howIsIt
        }
    }

    /// Township and village, and the number of the day to name on the phone.
    private func place(_ content: NoticeBody.Content) -> String {
        let request = content.request
        return switch language {
        case .chinese: "\(request.township)\(request.village)（今天第 \(request.number) 号）"
        case .english: "\(request.township) \(request.village) (no. \(request.number) today)"
        }
    }

    private func way(_ content: NoticeBody.Content) -> [String] {
        guard let offer = content.offer else { return [] }
        let distance = PlainNumbers.distance(meters: Double(offer.distanceMeters), in: language)
        let minutes = PlainNumbers.minutes(seconds: Double(offer.etaSeconds), in: language)
        return ["\(say(.fromYou)) \(distance)\(comma)\(say(.toGetThere)) \(minutes)"]
    }

    private func seat(_ content: NoticeBody.Content) -> [String] {
        guard let role = content.offer?.seat, !role.isEmpty else { return [] }
        return ["\(say(.youAreNeededAs))\(colon)\(CountyWords.role(role, in: language) ?? role)"]
    }

    private func emergency(_ content: NoticeBody.Content) -> [String] {
        content.request.advice.contains(Policy.emergencyAdvice) ? [say(.callEmergency)] : []
    }

    private func desk(_ content: NoticeBody.Content) -> [String] {
        content.desk.map { [$0.name] } ?? []
    }

    private func details(_ content: NoticeBody.Content, isGroup: Bool) -> [String] {
        guard let details = content.details else { return [] }
        if isGroup { return [say(.detailsBehindLink)] }
        let pairs: [(NoticePhrase, String?)] = [
            (.name, details.name), (.phone, details.phone), (.address, details.address), (.summary, details.summary),
            (.notes, details.notes),
        ]
        return pairs.compactMap { phrase, value in
            value.flatMap { $0.isEmpty ? nil : "\(say(phrase))\(colon)\($0)" }
        }
    }

    private func linkLabel(_ kind: Notice.Kind) -> String {
        switch kind {
        case .offerCreated: say(.answer)
        case .deskWhistled: say(.reportIn)
        case .offerWithdrawn, .assignmentCreated, .assignmentStoodDown, .assignmentNudged, .placeCorrected,
            .deskStoodDown:
            say(.open)
        }
    }

    private func say(_ phrase: NoticePhrase) -> String { phrase.text(in: language) }

    private var colon: String { language == .chinese ? "：" : ": " }
    private var comma: String { language == .chinese ? "，" : ". " }
}
