import Testing

@testable import DispatchHTTP

struct PagesSafetyTests {
    /// Every page with the same text wherever a text can come from outside.
    private func pages(holding text: String) -> [PageDocument] {
        let entry = MemberStatus.Entry(category: text, urgency: .urgent, township: text, village: text, path: "/o/a")
        return PageLanguage.allCases.flatMap { language in
            [
                OfferPage.document(
                    UnansweredOffer(
                        category: text,
                        urgency: .immediate,
                        township: text,
                        village: text,
                        role: text,
                        requires: [text, text],
                        distanceMeters: 1,
                        etaSeconds: 1,
                        answerBy: "18:42",
                        scheduledFor: "09:00"
                    ),
                    language: language
                ),
                AssignmentPage.document(
                    HeldAssignment(
                        category: text,
                        urgency: .routine,
                        township: text,
                        village: text,
                        name: text,
                        phone: text + "0319",
                        address: text,
                        notes: text,
                        summary: text,
                        scheduledFor: "09:00",
                        point: PagesSamples.assignment.point,
                        remindsOfAmbulance: true,
                        taken: PageAction.allCases.map { .init(step: $0, at: "18:00") },
                        actions: PageAction.allCases
                    ),
                    language: language
                ),
                GroupPage.document(
                    CalledGroup(
                        number: 1,
                        category: text,
                        urgency: .immediate,
                        township: text,
                        village: text,
                        scheduledFor: "09:00",
                        roll: .chosen(
                            asked: [.init(value: text, name: text, village: text)],
                            others: Array(repeating: .init(value: "m1", name: text, village: nil), count: 200)
                        ),
                        claimed: text,
                        trouble: .locked(until: "18:42")
                    ),
                    language: language
                ),
                ConfirmPage.document(.cleared, language: language),
                MemberPage.document(
                    MemberStatus(
                        name: text,
                        duty: .on,
                        awayChoices: PagesSamples.member.awayChoices,
                        assignments: Array(repeating: entry, count: 30),
                        pendingOffers: Array(repeating: entry, count: 30),
                        isSaved: true
                    ),
                    language: language
                ),
            ]
        }
    }

    @Test(arguments: [
        "<script>alert(1)</script>", "\" onclick=\"x", "' autofocus onfocus='x", "</title><b>", "&lt;", "a\0b",
    ])
    func textFromOutsideStaysText(text: String) {
        let known: Set<String> = [
            "!doctype", "html", "head", "meta", "title", "style", "body", "main", "header", "span", "h1", "h2", "p",
            "b",
            "br", "a", "form", "input", "button", "div", "details", "summary", "footer",
            "label", "select", "optgroup", "option",
        ]
        for page in pages(holding: text) {
            for part in page.html.split(separator: "<").dropFirst() {
                let tag = part.drop { $0 == "/" }.prefix { $0.isLetter || $0.isNumber || $0 == "!" }
                #expect(known.contains(tag.lowercased()), "<\(part.prefix(40))")
                // Attributes are all ours: none of them is one that runs something.
                #expect(
                    !part.prefix { $0 != ">" }.contains("onclick=\"")
                        && !part.prefix { $0 != ">" }.contains("onfocus='")
                )
            }
            #expect(!page.html.contains("<script") && !page.html.contains("\0"))
        }
    }

    @Test func escapesWhatHTMLGivesAMeaning() {
        let piece: HTMLText = "<b>\("<i>&\"'\u{202E}\u{7}x\ny")</b>"
        #expect(piece.markup == "<b>&lt;i&gt;&amp;&quot;&#39;x\ny</b>")
    }

    @Test(arguments: ["村", "\"", "😀", "e\u{301}\u{301}\u{301}"])
    func noPageIsTooLargeWhateverItHolds(character: String) {
        for page in pages(holding: String(repeating: character, count: 5000)) {
            #expect(page.html.utf8.count < PageDocument.maximumBytes)
        }
    }

    @Test func pagesFetchNothingAndRunNothing() {
        var html = pages(holding: "x").map(\.html)
        for message in PageMessage.allCases { html.append(MessagePage.document(message, language: .chinese).html) }
        for page in html {
            for forbidden in [
                "<script", "javascript:", " src=", "url(", "@import", "http://", "<link", "<img", "<iframe",
            ] {
                #expect(!page.contains(forbidden), "\(forbidden)")
            }
            let links = page.ranges(of: "https://")
            #expect(links.allSatisfy { page[$0.upperBound...].hasPrefix("uri.amap.com/navigation?") })
        }
    }

    @Test func theHeadersAllowTheStyleSheetAndOurOwnFormsOnly() {
        let fields = Dictionary(uniqueKeysWithValues: PageHeaders.fields.map { ($0.name, $0.value) })
        #expect(
            fields["Content-Security-Policy"] == """
                default-src 'none'; style-src \(PageStyle.contentSecuritySource); form-action 'self'; base-uri 'none'; \
                frame-ancestors 'none'
                """
        )
        #expect(PageStyle.contentSecuritySource.wholeMatch(of: /'sha256-[A-Za-z0-9+\/]{43}='/) != nil)
        #expect(fields["Referrer-Policy"] == "no-referrer")
        #expect(fields["X-Robots-Tag"] == "noindex, nofollow")
        #expect(fields["Cache-Control"] == "no-store")
        #expect(fields["X-Content-Type-Options"] == "nosniff")
        #expect(fields["Content-Type"] == "text/html; charset=utf-8")
    }
}
