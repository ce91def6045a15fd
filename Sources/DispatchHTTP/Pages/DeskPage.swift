/// `GET /w/{token}`: what a desk sees that is called upon. One button to report in; then whom to help and whom to ring.
package enum DeskPage {
    package static func document(_ desk: CalledDesk, language: PageLanguage) -> PageDocument {
        let category = PageWords.category(desk.category, in: language)
        let title = "\(category) \(PageNumbers.ofTheDay(desk.number, in: language))"
        return PageDocument(
            title: title,
            language: language,
            """
            \(PageDocument.head(desk.urgency.style, tag: desk.urgency.label.text(in: language), title: title))\
            \(desk.details.map { inHand(desk, $0, language) } ?? called(desk, language))
            """
        )
    }

    private static func called(_ desk: CalledDesk, _ language: PageLanguage) -> HTMLText {
        let waited = PageNumbers.minutes(seconds: desk.waitedSeconds, in: language)
        return """
            <p class="place">\(PageDocument.cut(desk.township)) \(PageDocument.cut(desk.village))</p>
            <p class="facts"><b>\(waited)</b> \(PageText.nobodyGoes.text(in: language))</p>
            \(PageDocument.button(PageText.reportIn.text(in: language), action: "report-in", style: "big"))\
            <p class="small">\(PageText.deskPrivacyNote.text(in: language))</p>

            """
    }

    private static func inHand(
        _ desk: CalledDesk,
        _ details: HeldAssignment,
        _ language: PageLanguage
    ) -> HTMLText {
        let at = desk.reportedInAt.map { " \($0)" } ?? ""
        return """
            <p class="steps"><span>✓ \(PageText.reportedIn.text(in: language))\(at)</span></p>
            \(AssignmentPage.facts(details, language))\
            \(near(desk.near, language))
            """
    }

    private static func near(_ members: [CalledDesk.Near], _ language: PageLanguage) -> HTMLText {
        guard !members.isEmpty else { return "<p><b>\(PageText.nobodyNear.text(in: language))</b></p>\n" }
        let links = members.map { member -> HTMLText in
            let distance = PageNumbers.distance(meters: member.distanceMeters, in: language)
            let name = PageDocument.cut(member.name)
            guard let number = PageNumbers.dialled(member.phone) else { return "<p>\(name), \(distance)</p>\n" }
            return """
                <a class="go entry" href="tel:\(number)"><b>\(name)</b>, \(distance)<br>\(PageDocument.cut(member.phone))</a>

                """
        }
        return """
            <h2>\(PageText.ringNearest.text(in: language))</h2>
            \(HTMLText.joined(links))\
            <p>\(PageText.tellTheOperator.text(in: language))</p>

            """
    }
}
