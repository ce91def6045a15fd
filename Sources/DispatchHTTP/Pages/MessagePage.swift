/// A page that only says something; see ``PageMessage``.
package enum MessagePage {
    package static func document(_ message: PageMessage, language: PageLanguage) -> PageDocument {
        let texts = message.texts(in: language)
        let style: HTMLText = message.isTrouble ? "quiet" : "ok"
        // An empty address is the page itself, asked for anew.
        let again: HTMLText =
            message.offersToReopen ? "<a class=\"go\" href=\"\">\(PageText.reopen.text(in: language))</a>\n" : .empty
        return PageDocument(
            title: texts.title,
            language: language,
            """
            \(PageDocument.head(style, tag: nil, title: texts.title))\
            <p class="facts">\(texts.body)</p>
            \(again)
            """
        )
    }
}
