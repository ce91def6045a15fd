/// `GET /o/{token}` once the member has said yes: who, where, and the next step.
package enum AssignmentPage {
    package static func document(_ assignment: HeldAssignment, language: PageLanguage) -> PageDocument {
        let category = PageWords.category(assignment.category, in: language)
        return PageDocument(
            title: category,
            language: language,
            """
            \(PageDocument.head(assignment.urgency.style, tag: tag(assignment, language), title: category))\
            \(facts(assignment, language))\
            \(steps(assignment, language))\
            \(release(assignment, language))
            """
        )
    }

    /// What was done last, so that everybody sees that their tap has counted.
    private static func tag(_ assignment: HeldAssignment, _ language: PageLanguage) -> String {
        assignment.taken.last.map { "✓ \(label(of: $0.step).text(in: language)) \($0.at)" }
            ?? assignment.urgency.label.text(in: language)
    }

    /// Whom to help, where, and what is known of it.
    static func facts(_ assignment: HeldAssignment, _ language: PageLanguage) -> HTMLText {
        person(assignment, language) + texts(assignment, language)
    }

    private static func person(_ assignment: HeldAssignment, _ language: PageLanguage) -> HTMLText {
        let name: HTMLText =
            filled(assignment.name).map { "<p class=\"place\">\(PageDocument.cut($0))</p>\n" } ?? .empty
        let address: HTMLText = filled(assignment.address).map { "<br>\(PageDocument.cut($0))" } ?? .empty
        let scheduled: HTMLText =
            assignment.scheduledFor.map { "<p class=\"facts\"><b>\($0)</b></p>\n" } ?? .empty
        var phone: HTMLText = .empty
        if let text = filled(assignment.phone), let number = PageNumbers.dialled(text) {
            phone = """
                <a class="go tel" href="tel:\(number)">\(PageText.call.text(in: language)) \(PageDocument.cut(text))</a>

                """
        }
        var map: HTMLText = .empty
        if let point = assignment.point {
            map = """
                <a class="go half" href="\(point.amapURL)">\(PageText.map.text(in: language))</a>\
                <a class="go half" href="\(point.geoURI)">\(PageText.otherMap.text(in: language))</a>
                <p class="clear"></p>

                """
        }
        let ambulance: HTMLText =
            assignment.remindsOfAmbulance
            ? "<a class=\"go sos\" href=\"tel:120\">\(PageText.callEmergency.text(in: language))</a>\n" : .empty
        return """
            \(name)<p class="where">\(PageDocument.cut(assignment.township)) \(PageDocument.cut(assignment.village))\
            \(address)</p>
            \(scheduled)\(phone)\(map)\(ambulance)
            """
    }

    private static func texts(_ assignment: HeldAssignment, _ language: PageLanguage) -> HTMLText {
        let colon =
            switch language {
            case .chinese: "："
            case .english: ": "
            }
        func box(_ title: PageText, _ text: String?) -> HTMLText {
            guard let text = filled(text) else { return .empty }
            let shown = PageDocument.cut(text, to: PageDocument.maximumTextScalars)
            return """
                <p class="box text"><b>\(title.text(in: language))\(colon)</b>\(shown)</p>

                """
        }
        return box(.whatHappened, assignment.summary) + box(.notes, assignment.notes)
    }

    private static func steps(_ assignment: HeldAssignment, _ language: PageLanguage) -> HTMLText {
        // The last one stands in the head.
        let taken = assignment.taken.dropLast().map { taken -> HTMLText in
            "<span>✓ \(label(of: taken.step).text(in: language)) \(taken.at)</span> "
        }
        let steps = assignment.actions.filter { $0 != .release && $0 != .decline }
        let others = steps.dropFirst().map { step in
            PageDocument.button(step.label.text(in: language), action: step.rawValue, style: "step")
        }
        var html: HTMLText = taken.isEmpty ? .empty : "<p class=\"steps\">\(HTMLText.joined(taken))</p>\n"
        if let next = steps.first {
            let button = PageDocument.button(next.label.text(in: language), action: next.rawValue, style: "big")
            html = html + "<div class=\"next\">\(button)</div>\n"
        }
        if !others.isEmpty {
            // Behind a tap of its own, since a late step by mistake ends the case.
            html =
                html + """
                    <details><summary>\(PageText.skipTo.text(in: language))</summary>
                    \(HTMLText.joined(others))</details>

                    """
        }
        return html
    }

    /// A step as it stands among those taken.
    private static func label(of step: PageAction) -> PageText {
        step == .accept ? .accepted : step.label
    }

    /// Behind a second tap: giving the seat back by a slip of the finger would cost minutes.
    private static func release(_ assignment: HeldAssignment, _ language: PageLanguage) -> HTMLText {
        let steps = assignment.taken.map(\.step)
        guard assignment.actions.contains(.release), !steps.contains(.discharged) else { return .empty }
        let release = PageAction.release
        let label = steps.contains(.onScene) ? PageText.leave : release.label
        return """
            <details><summary>\(label.text(in: language))</summary>
            <p>\(PageText.releaseAsk.text(in: language))</p>
            \(PageDocument.button(PageText.releaseConfirm.text(in: language), action: release.rawValue, style: "no"))\
            </details>

            """
    }

    private static func filled(_ text: String?) -> String? {
        text.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
    }
}
