/// The words of a county that are known in both languages: categories and roles.
///
/// Both are free words of the configuration; for one that is not known there is no other word.
package enum CountyWords {
    package static func category(_ name: String, in language: NoticeLanguage) -> String? {
        let known: (String, String)? =
            switch name {
            case "medical-transport": ("送人去医院", "Drive somebody to hospital")
            case "fall": ("有人摔倒，扶一把", "Somebody fell, help them up")
            case "elder-check": ("去看看老人", "Look in on an elderly person")
            case "errand": ("买药、跑腿", "Medicine or an errand")
            case "repair": ("家里东西坏了", "Something broke at home")
            case "disaster": ("灾情", "Disaster")
            case "other": ("帮个忙", "A helping hand")
            default: nil
            }
        return known.map { pick($0, language) }
    }

    package static func role(_ name: String, in language: NoticeLanguage) -> String? {
        let known: (String, String)? =
            switch name {
            case "driver": ("开车", "driver")
            case "helper": ("搭把手", "helper")
            case "first-aider": ("急救", "first-aider")
            default: nil
            }
        return known.map { pick($0, language) }
    }

    private static func pick(_ known: (chinese: String, english: String), _ language: NoticeLanguage) -> String {
        switch language {
        case .chinese: known.chinese
        case .english: known.english
        }
    }
}
