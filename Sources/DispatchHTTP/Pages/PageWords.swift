/// The words of a county that the pages know in both languages: categories, roles and capabilities.
///
/// All of them are free words of the configuration; an unknown one is shown as it is.
enum PageWords {
    static func category(_ name: String, in language: PageLanguage) -> String {
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
        return pick(known, or: name, language)
    }

    static func role(_ name: String, in language: PageLanguage) -> String {
        let known: (String, String)? =
            switch name {
            case "driver": ("开车", "driver")
            case "helper": ("搭把手", "helper")
            case "first-aider": ("急救", "first-aider")
            default: nil
            }
        return pick(known, or: name, language)
    }

    static func capability(_ name: String, in language: PageLanguage) -> String {
        let known: (String, String)? =
            switch name {
            case "vehicle": ("有车", "with a vehicle")
            case "first-aid": ("会急救", "with first aid")
            case "lifting": ("能抬人", "able to lift")
            case "electrician": ("会电工", "an electrician")
            default: nil
            }
        return pick(known, or: name, language)
    }

    private static func pick(_ known: (String, String)?, or name: String, _ language: PageLanguage) -> String {
        guard let (chinese, english) = known else { return PageDocument.cut(name) }
        return switch language {
        case .chinese: chinese
        case .english: english
        }
    }
}
