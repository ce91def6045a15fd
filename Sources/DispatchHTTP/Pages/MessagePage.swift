/// A page that only says something; see ``PageMessage``.
package enum MessagePage {
    package static func document(_ message: PageMessage, language: PageLanguage) -> PageDocument {
        let texts = message.texts(in: language)
        let style: HTMLText = message.isTrouble ? "quiet" : "ok"
        return PageDocument(
            title: texts.title,
            language: language,
            """
            \(PageDocument.head(style, tag: nil, title: texts.title))\
            <p class="facts">\(texts.body)</p>

            """
        )
    }
}
