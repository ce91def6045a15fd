/// `GET /m/{token}`: a member's duty, and what waits for them.
package enum MemberPage {
    /// Entries of each list that are shown, 5: a member has one or two.
    static let maximumEntries = 5
    /// Moments to be away until, 6: more would push the last button off the screen.
    static let maximumAwayChoices = 6

    package static func document(_ member: MemberStatus, language: PageLanguage) -> PageDocument {
        let saved: HTMLText = member.isSaved ? "<p class=\"box\">\(PageText.saved.text(in: language))</p>\n" : .empty
        let nothing: HTMLText =
            member.assignments.isEmpty && member.pendingOffers.isEmpty
            ? "<p>\(PageText.nothingOpen.text(in: language))</p>\n" : .empty
        return PageDocument(
            title: PageText.memberTitle.text(in: language),
            language: language,
            """
            \(PageDocument.head(style(member.duty), tag: PageDocument.cut(member.name), title: title(member.duty, language)))\
            \(saved)\
            \(entries(.openAssignment, member.assignments, language))\
            \(entries(.pendingOffers, member.pendingOffers, language))\
            \(nothing)\
            \(duty(member, language))
            """
        )
    }

    private static func style(_ duty: MemberStatus.Duty) -> HTMLText {
        switch duty {
        case .on: "ok"
        case .off, .away: "quiet"
        }
    }

    private static func title(_ duty: MemberStatus.Duty, _ language: PageLanguage) -> String {
        switch duty {
        case .on: PageText.onDuty.text(in: language)
        case .off: PageText.offDuty.text(in: language)
        case .away(let until): "\(PageText.awayNow.text(in: language)) \(until)"
        }
    }

    private static func entries(
        _ title: PageText,
        _ entries: [MemberStatus.Entry],
        _ language: PageLanguage
    ) -> HTMLText {
        guard !entries.isEmpty else { return .empty }
        let links = entries.prefix(maximumEntries).map { entry -> HTMLText in
            let category = PageWords.category(entry.category, in: language)
            return """
                <a class="go entry" href="\(address(entry.path, language))"><b>\(category)</b><br>\
                \(PageDocument.cut(entry.township)) \(PageDocument.cut(entry.village)) · \
                \(entry.urgency.label.text(in: language))</a>

                """
        }
        return "<h2>\(title.text(in: language))</h2>\n\(HTMLText.joined(links))"
    }

    /// The language is kept from page to page; a path that is not one of ours is not linked.
    private static func address(_ path: String, _ language: PageLanguage) -> String {
        guard path.hasPrefix("/"), !path.hasPrefix("//") else { return "" }
        return "\(path)?\(PageLanguage.parameter)=\(language.rawValue)"
    }

    private static func duty(_ member: MemberStatus, _ language: PageLanguage) -> HTMLText {
        func button(_ text: PageText, _ action: MemberAction, _ style: HTMLText) -> HTMLText {
            PageDocument.button(text.text(in: language), action: action.rawValue, style: style)
        }
        let away = member.awayChoices.prefix(maximumAwayChoices).map { choice in
            PageDocument.button(
                "\(choice.label.text(in: language)) \(choice.clock)",
                action: MemberAction.goAway.rawValue,
                style: "choice",
                extra: "<input type=\"hidden\" name=\"until\" value=\"\(choice.value)\">"
            )
        }
        let choices: HTMLText =
            away.isEmpty ? .empty : "<h2>\(PageText.restUntil.text(in: language))</h2>\n\(HTMLText.joined(away))"
        return switch member.duty {
        case .on: choices + "<div class=\"apart\">" + button(.goOffDuty, .goOffDuty, "no") + "</div>\n"
        case .off: button(.goOnDuty, .goOnDuty, "big")
        case .away: button(.comeBack, .goOnDuty, "big") + button(.goOffDuty, .goOffDuty, "no")
        }
    }
}
