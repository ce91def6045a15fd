import DispatchService

/// A language the pages speak.
package enum PageLanguage: String, CaseIterable, Sendable {
    case chinese = "zh"
    case english = "en"

    /// The parameter of the address that asks for a language, as in `?language=en`.
    package static let parameter = "language"

    /// What the address asks for, or else what the county has set.
    package init(parameter: String?, default fallback: PageLanguage = .chinese) {
        self = parameter.flatMap(PageLanguage.init(rawValue:)) ?? fallback
    }

    /// For the `lang` attribute, by which the browser picks its fonts.
    var tag: String {
        switch self {
        case .chinese: "zh-CN"
        case .english: "en"
        }
    }

    /// The same language, for the words that notices have in common with pages.
    var ofNotices: NoticeLanguage {
        switch self {
        case .chinese: .chinese
        case .english: .english
        }
    }
}
