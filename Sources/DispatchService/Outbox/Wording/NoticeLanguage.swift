/// The language in which notices are worded for people; machines get none of these words.
package enum NoticeLanguage: String, CaseIterable, Sendable {
    case chinese = "zh"
    case english = "en"
}
