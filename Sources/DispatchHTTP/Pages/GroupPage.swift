/// `GET /g/{token}`: the one page of a whole group. Who are you, and can you go?
///
/// It shows what, where and how urgent. Whoever shows to be one of the group is sent on to a page of their own, where name,
/// phone and address appear once they go.
///
/// The first button of the form is one that cannot be pressed: otherwise the Go of a keyboard would mean “I'll go”.
package enum GroupPage {
    package static func document(_ group: CalledGroup, language: PageLanguage) -> PageDocument {
        let category = PageWords.category(group.category, in: language)
        let scheduled: HTMLText =
            group.scheduledFor.map { "<p class=\"facts\">\(PageText.at.text(in: language)) <b>\($0)</b></p>\n" }
            ?? .empty
        return PageDocument(
            title: category,
            language: language,
            """
            \(PageDocument.head(group.urgency.style, tag: group.urgency.label.text(in: language), title: "\(category) \(PageNumbers.ofTheDay(group.number, in: language))"))\
            <p class="place">\(PageDocument.cut(group.township)) \(PageDocument.cut(group.village))</p>
            \(scheduled)\
            \(needs(group, language))\
            \(trouble(group.trouble, language))\
            <form method="post">
            <button disabled hidden></button>
            \(who(group, language))\
            <label for="digits">\(PageText.lastFourDigits.text(in: language))</label>
            <input id="digits" name="digits" type="tel" inputmode="numeric" maxlength="20" autocomplete="off" required>
            \(button(.accept, "accept", "big", language))\
            \(button(.decline, "decline", "no", language))\
            \(button(.openMine, "open", "step", language))\
            </form>
            <p class="small">\(PageText.privacyNote.text(in: language))</p>

            """
        )
    }

    /// What the seats that are left need, so that nobody types for nothing.
    private static func needs(_ group: CalledGroup, _ language: PageLanguage) -> HTMLText {
        guard !group.needs.isEmpty else { return .empty }
        let comma = language == .chinese ? "，" : ", "
        let words = group.needs.map { need in
            ([PageWords.role(need.role, in: language)] + need.requires.map { PageWords.capability($0, in: language) })
                .joined(separator: comma)
        }
        let shown = PageDocument.cut(words.joined(separator: "; "), to: PageDocument.maximumTextScalars)
        return "<p>\(PageText.needed.text(in: language)) <b>\(shown)</b></p>\n"
    }

    private static func button(
        _ label: PageText,
        _ action: HTMLText,
        _ style: HTMLText,
        _ language: PageLanguage
    ) -> HTMLText {
        "<button class=\"\(style)\" name=\"action\" value=\"\(action)\">\(label.text(in: language))</button>\n"
    }

    private static func trouble(_ trouble: CalledGroup.Trouble?, _ language: PageLanguage) -> HTMLText {
        let text: String
        switch trouble {
        case nil: return .empty
        case .notRecognised: text = PageText.notRecognised.text(in: language)
        case .wholeNumber: text = PageText.wholeNumber.text(in: language)
        case .locked(let until): text = "\(PageText.lockedUntil.text(in: language)) \(until)"
        case .nothingOpen: text = PageText.nothingOfYours.text(in: language)
        }
        return "<p class=\"box sos\">\(text)</p>\n"
    }

    /// Of the list of names. A longer one is not shown, and everybody types theirs.
    private static let maximumListBytes = 12_000

    private static func who(_ group: CalledGroup, _ language: PageLanguage) -> HTMLText {
        let label: HTMLText = "<label for=\"who\">\(PageText.whoAreYou.text(in: language))</label>\n"
        if case .chosen(let asked, let others) = group.roll {
            let list =
                names(.askedHere, asked, group.claimed, language) + names(.othersHere, others, group.claimed, language)
            if list.markup.utf8.count <= maximumListBytes {
                return label
                    + """
                    <select id="who" name="member" required>
                    <option value="">\(PageText.chooseName.text(in: language))
                    \(list)</select>

                    """
            }
        }
        return label
            + """
            <input id="who" name="name" maxlength="80" autocomplete="name" required value="\(PageDocument.cut(group.claimed))">

            """
    }

    /// Options without their ends, which HTML lets one leave out (section 13.1.2.4), since a group has many.
    private static func names(
        _ title: PageText,
        _ names: [CalledGroup.Name],
        _ claimed: String,
        _ language: PageLanguage
    ) -> HTMLText {
        guard !names.isEmpty else { return .empty }
        let options = names.map { name -> HTMLText in
            let village: HTMLText = name.village.map { " (\(PageDocument.cut($0)))" } ?? .empty
            let selected: HTMLText = name.value == claimed ? " selected" : .empty
            return "<option value=\"\(name.value)\"\(selected)>\(PageDocument.cut(name.name))\(village)\n"
        }
        return """
            <optgroup label="\(title.text(in: language))">
            \(HTMLText.joined(options))</optgroup>

            """
    }
}
