/// `GET /o/{token}` before the member has said yes: what, where, how far, and two buttons.
package enum OfferPage {
    package static func document(_ offer: UnansweredOffer, language: PageLanguage) -> PageDocument {
        let category = PageWords.category(offer.category, in: language)
        return PageDocument(
            title: category,
            language: language,
            """
            \(PageDocument.head(offer.urgency.style, tag: offer.urgency.label.text(in: language), title: category))\
            <p class="place">\(PageDocument.cut(offer.township)) \(PageDocument.cut(offer.village))</p>
            \(facts(offer, language))\
            \(need(offer, language))\
            \(buttons(offer, language))\
            <p class="small">\(PageText.privacyNote.text(in: language))</p>

            """
        )
    }

    private static func facts(_ offer: UnansweredOffer, _ language: PageLanguage) -> HTMLText {
        let distance = PageNumbers.distance(meters: offer.distanceMeters, in: language)
        let minutes = PageNumbers.minutes(seconds: offer.etaSeconds, in: language)
        let scheduled: HTMLText =
            offer.scheduledFor.map { "<p class=\"facts\">\(PageText.at.text(in: language)) <b>\($0)</b></p>\n" }
            ?? .empty
        return """
            <p class="cell"><b>\(distance)</b>\(PageText.fromYou.text(in: language))</p>\
            <p class="cell"><b>\(minutes)</b>\(PageText.toGetThere.text(in: language))</p>
            <p class="clear"></p>
            \(scheduled)
            """
    }

    private static func need(_ offer: UnansweredOffer, _ language: PageLanguage) -> HTMLText {
        let role = PageWords.role(offer.role, in: language)
        let requires = offer.requires.map { PageWords.capability($0, in: language) }
        let separator =
            switch language {
            case .chinese: "，"
            case .english: ", "
            }
        let what = ([role] + requires).joined(separator: separator)
        let colon =
            switch language {
            case .chinese: "："
            case .english: ": "
            }
        let until: HTMLText =
            offer.answerBy.map { "<br>\(PageNumbers.answerBy($0, in: language))" } ?? .empty
        return """
            <p>\(PageText.youAreNeededAs.text(in: language))\(colon)<b>\(PageDocument.cut(what, to: PageDocument.maximumTextScalars))</b>\(until)</p>

            """
    }

    private static func buttons(_ offer: UnansweredOffer, _ language: PageLanguage) -> HTMLText {
        let accept = PageAction.accept
        let decline = PageAction.decline
        guard !offer.isDeclined else {
            return """
                <p>\(PageText.declinedBefore.text(in: language))</p>
                \(PageDocument.button(
                    PageText.changedMind.text(in: language),
                    action: accept.rawValue,
                    style: "big"
                ))
                """
        }
        return PageDocument.button(accept.label.text(in: language), action: accept.rawValue, style: "big")
            + PageDocument.button(decline.label.text(in: language), action: decline.rawValue, style: "no")
    }
}
