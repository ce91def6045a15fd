import DispatchService

/// The words of a county that the pages know in both languages: categories, roles and capabilities.
///
/// All of them are free words of the configuration; an unknown one is shown as it is.
enum PageWords {
    static func category(_ name: String, in language: PageLanguage) -> String {
        CountyWords.category(name, in: language.ofNotices) ?? PageDocument.cut(name)
    }

    static func role(_ name: String, in language: PageLanguage) -> String {
        CountyWords.role(name, in: language.ofNotices) ?? PageDocument.cut(name)
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
