/// Asks once more before a step that a slip of the finger could take.
///
/// On a slow line the next button comes where the last one was, so that a second tap would report an arrival that was none;
/// and the last step hides the address.
package enum ConfirmPage {
    /// The field that a confirmed form has, and its value.
    static let field = "confirmed"
    static let value = "yes"

    package static func document(_ action: PageAction, language: PageLanguage) -> PageDocument {
        let label = action.label.text(in: language)
        let title = PageText.really.text(in: language)
        let comma = language == .chinese ? "，" : ", "
        let note: HTMLText =
            action == .cleared ? "<p class=\"facts\">\(PageText.clearedNote.text(in: language))</p>\n" : .empty
        return PageDocument(
            title: title,
            language: language,
            """
            \(PageDocument.head("quiet", tag: label, title: title))\
            \(note)\
            <a class="go" href="">\(PageText.noSlip.text(in: language))</a>
            \(PageDocument.button(
                "\(PageText.yesReally.text(in: language))\(comma)\(label)",
                action: action.rawValue,
                style: "no",
                extra: "<input type=\"hidden\" name=\"\(field)\" value=\"\(value)\">"
            ))
            """
        )
    }
}
