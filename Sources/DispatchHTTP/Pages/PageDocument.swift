/// A whole page: the frame that all of them share.
package struct PageDocument: Hashable, Sendable {
    /// Bytes of a page, 20 kB: one or two seconds on the poorest line a village still has.
    package static let maximumBytes = 20_000
    /// Unicode scalars shown of a summary or a note, 500: a screen full. The rest is said on the phone.
    static let maximumTextScalars = 500
    /// Unicode scalars shown of a name, a place or a word, 80: longer than any that is real.
    static let maximumWordScalars = 80

    package let html: String

    init(title: String, language: PageLanguage, _ body: HTMLText) {
        let other: PageLanguage =
            switch language {
            case .chinese: .english
            case .english: .chinese
            }
        let page: HTMLText = """
            <!doctype html>
            <html lang="\(language.tag)">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width,initial-scale=1">
            <title>\(title)</title>
            <style>\(PageStyle.sheet)</style>
            </head>
            <body>
            <main>
            \(body)
            <footer><a href="?\(PageLanguage.parameter)=\(other.rawValue)">\(PageText.otherLanguage.text(in: language))</a>\
            \(PageText.county.text(in: language))</footer>
            </main>
            </body>
            </html>

            """
        html = page.markup
    }

    /// A text from outside, cut to what a page has room for; by scalars, as one character may hold any number of marks.
    static func cut(_ text: String, to scalars: Int = maximumWordScalars) -> String {
        guard text.unicodeScalars.count > scalars else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.prefix(scalars))) + "…"
    }

    /// A form with one button. It has no address of its own: it posts to the page it stands on, language and all.
    static func button(_ label: String, action: String, style: HTMLText, extra: HTMLText = .empty) -> HTMLText {
        """
        <form method="post">\(extra)<button class="\(style)" name="action" value="\(action)">\(label)</button></form>

        """
    }

    /// The head of a page: how urgent, and what.
    static func head(_ style: HTMLText, tag: String?, title: String) -> HTMLText {
        let tag: HTMLText = tag.map { "<span class=\"tag\">\($0)</span>" } ?? .empty
        return """
            <header class="\(style)">\(tag)<h1>\(title)</h1></header>

            """
    }
}
