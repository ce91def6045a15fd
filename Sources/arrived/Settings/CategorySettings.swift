import DispatchCore

/// Kinds of trouble as the file names them: `categories.NAME.urgency`, `.seats`, `.steps`, `.medical`.
///
/// What is not said of a category that comes with the program stays as it is there; what is not said of a new one is as
/// for `other`.
enum CategorySettings {
    static let group = "categories"
    /// Characters of a name, as of any word of the API.
    private static let nameLimitCharacters = 40
    /// More than a county tells apart on the phone.
    private static let categoryLimit = 100
    /// As the API takes for a request.
    private static let seatLimit = 160

    enum Property: String, CaseIterable {
        case urgency
        case seats
        case steps
        case medical
    }

    /// Refuses a name below `categories` that is none.
    static func check(_ name: String) throws(SettingsFault) {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, Property(rawValue: String(parts[2])) != nil else {
            let words = Property.allCases.map(\.rawValue).joined(separator: ", ")
            throw SettingsFault(
                key: name,
                value: nil,
                expected: "is not known; a category has \(words), such as \(group).fall.urgency"
            )
        }
        let word = parts[1]
        guard !word.isEmpty, word.count <= nameLimitCharacters,
            word.allSatisfy({ $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") })
        else {
            throw SettingsFault(
                key: name,
                value: nil,
                expected: "names no category: small letters, digits and hyphens, at most \(nameLimitCharacters)"
            )
        }
    }

    /// The categories of the program, changed and added to by these settings.
    static func categories(_ values: [String: String]) throws(SettingsFault) -> [Category] {
        var categories = Category.standard
        let names = Set(values.keys.compactMap { $0.split(separator: ".").dropFirst().first.map(String.init) })
        for name in names.sorted() {
            let position = categories.firstIndex { $0.name == name }
            let base = position.map { categories[$0] } ?? Category.standard.last
            guard let base else { preconditionFailure("there are always categories") }
            let category = try category(name, base, values)
            if let position { categories[position] = category } else { categories.append(category) }
        }
        guard categories.count <= categoryLimit else {
            throw SettingsFault(key: group, value: nil, expected: "names more than \(categoryLimit) categories")
        }
        return categories
    }

    private static func category(
        _ name: String,
        _ base: Category,
        _ values: [String: String]
    ) throws(SettingsFault) -> Category {
        func value(_ property: Property) -> (key: String, text: String)? {
            let key = "\(group).\(name).\(property.rawValue)"
            return values[key].map { (key, $0) }
        }
        return Category(
            name: name,
            defaultUrgency: try value(.urgency).map { key, text throws(SettingsFault) in try urgency(text, key) }
                ?? base.defaultUrgency,
            seats: try value(.seats).map { key, text throws(SettingsFault) in try seats(text, key) } ?? base.seats,
            steps: try value(.steps).map { key, text throws(SettingsFault) in try steps(text, key) } ?? base.steps,
            isMedical: try value(.medical).map { key, text throws(SettingsFault) in try flag(text, key) }
                ?? (base.name == name && base.isMedical)
        )
    }

    private static func urgency(_ text: String, _ key: String) throws(SettingsFault) -> Urgency {
        let allowed = [Urgency.immediate, .urgent, .routine]
        guard let urgency = allowed.first(where: { $0.rawValue == text }) else {
            throw SettingsFault(
                key: key,
                value: text,
                expected: "one of \(allowed.map(\.rawValue).joined(separator: ", "))"
            )
        }
        return urgency
    }

    /// In their order, ending with `cleared`: a later step implies the earlier ones.
    private static func steps(_ text: String, _ key: String) throws(SettingsFault) -> [Step] {
        let steps = words(text).map(Step.init(rawValue:))
        let known = steps.compactMap(\.self)
        guard known.count == steps.count, known.last == .cleared, zip(known, known.dropFirst()).allSatisfy(<) else {
            let words = Step.allCases.map(\.rawValue).joined(separator: ", ")
            throw SettingsFault(key: key, value: text, expected: "some of \(words), in that order, ending with cleared")
        }
        return known
    }

    /// `ROLE[:CAPABILITY[+CAPABILITY…]][*COUNT]`, one for each kind of seat.
    private static func seats(_ text: String, _ key: String) throws(SettingsFault) -> [SeatPlan] {
        var plans: [SeatPlan] = []
        let fault = SettingsFault(
            key: key,
            value: text,
            expected: "a list of ROLE[:CAPABILITY+CAPABILITY][*COUNT], such as driver:vehicle or helper*2, of at most"
                + " \(seatLimit) seats"
        )
        for word in words(text) {
            let counted = word.split(separator: "*", omittingEmptySubsequences: false)
            let parts = counted[0].split(separator: ":", omittingEmptySubsequences: false).map(String.init)
            let requires = parts.count == 2 ? parts[1].split(separator: "+").map(String.init) : []
            let count = counted.count == 2 ? Int(counted[1]) : 1
            guard counted.count <= 2, parts.count <= 2, !parts[0].isEmpty, parts.count == 1 || !requires.isEmpty,
                let count, (1...seatLimit).contains(count)
            else { throw fault }
            plans += Array(repeating: SeatPlan(role: parts[0], requires: requires), count: count)
        }
        guard !plans.isEmpty, plans.count <= seatLimit else { throw fault }
        return plans
    }

    private static func flag(_ text: String, _ key: String) throws(SettingsFault) -> Bool {
        switch text {
        case "true": return true
        case "false": return false
        case _: throw SettingsFault(key: key, value: text, expected: "true or false")
        }
    }

    private static func words(_ text: String) -> [String] {
        text.split(separator: ",").map { String($0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
    }
}
