import CanonicalText

extension JSONFields {
    /// A text in normalization form C without its outer white space, or nil if it is not given. What comes is measured with it.
    ///
    /// Control characters other than line breaks and tabs are refused: they have no place in what people read, and a
    /// NUL would end the text early in C.
    ///
    /// - Parameters:
    ///   - characters: the most Unicode scalars it may have.
    ///   - isBlankAllowed: whether an empty text is taken (and read as not given).
    package func text(
        _ name: String,
        atMost characters: Int,
        isBlankAllowed: Bool = false
    ) throws(Problem) -> String? {
        guard let value = self[name] else { return nil }
        guard case .string(let raw) = value else { throw wrongType(name, wanted: "string") }
        guard let text = raw.trimmedText else { throw invalid(name, "holds a control character.") }
        guard raw.unicodeScalars.count <= characters else {
            throw invalid(name, "is too long.", allowed: ["at most \(characters) characters"])
        }
        guard text.isEmpty else { return text }
        guard isBlankAllowed else { throw invalid(name, "must not be empty.") }
        return nil
    }

    /// One of a closed set of words.
    ///
    /// - Parameter unknown: the code for a word outside the set.
    package func choice<Word>(
        _ name: String,
        of type: Word.Type = Word.self,
        unknown: ProblemCode = .invalidValue
    ) throws(Problem) -> Word? where Word: RawRepresentable<String> & CaseIterable {
        guard let value = self[name] else { return nil }
        guard case .string(let text) = value else { throw wrongType(name, wanted: "string") }
        guard let word = Word(rawValue: text) else {
            throw invalid(
                name,
                "is not one of the words allowed.",
                allowed: Word.allCases.map(\.rawValue),
                code: unknown
            )
        }
        return word
    }

    /// A whole number within bounds; `2.0` is as good as `2`.
    package func integer(_ name: String, in bounds: ClosedRange<Int>) throws(Problem) -> Int? {
        guard let value = self[name] else { return nil }
        switch value {
        case .integer, .number: break
        case .null, .bool, .string, .array, .object: throw wrongType(name, wanted: "number")
        }
        guard let whole = value.wholeNumber, let number = Int(exactly: whole), bounds.contains(number) else {
            throw invalid(
                name,
                "must be a whole number from \(bounds.lowerBound) to \(bounds.upperBound).",
                allowed: ["\(bounds.lowerBound)…\(bounds.upperBound)"]
            )
        }
        return number
    }

    /// A number within bounds.
    package func number(_ name: String, in bounds: ClosedRange<Double>) throws(Problem) -> Double? {
        guard let value = self[name] else { return nil }
        guard let number = value.double else { throw wrongType(name, wanted: "number") }
        guard bounds.contains(number) else {
            let lower = bounds.lowerBound.shortText
            let upper = bounds.upperBound.shortText
            throw invalid(name, "must be between \(lower) and \(upper).", allowed: ["\(lower)…\(upper)"])
        }
        return number
    }

    /// True or false.
    package func flag(_ name: String) throws(Problem) -> Bool? {
        guard let value = self[name] else { return nil }
        guard case .bool(let flag) = value else { throw wrongType(name, wanted: "boolean") }
        return flag
    }

    /// A time in RFC 3339 form.
    package func time(_ name: String) throws(Problem) -> WireTime? {
        guard let value = self[name] else { return nil }
        guard case .string(let text) = value else { throw wrongType(name, wanted: "string") }
        do {
            return try WireTime(text)
        } catch {
            throw invalid(name, error.description, allowed: [RFC3339.example])
        }
    }

    /// An object inside this one, opened with the names it may have.
    package func object(_ name: String, known: [String]) throws(Problem) -> JSONFields? {
        guard let value = self[name] else { return nil }
        return try JSONFields(value, path: path(of: name), known: known)
    }

    /// A list, element by element; each is given with its path, `seats[1]`.
    package func list<Element>(
        _ name: String,
        atMost limit: Int,
        element: (JSONValue, String) throws(Problem) -> Element
    ) throws(Problem) -> [Element]? {
        guard let value = self[name] else { return nil }
        guard case .array(let values) = value else { throw wrongType(name, wanted: "array") }
        guard values.count <= limit else {
            throw invalid(name, "has \(values.count) elements.", allowed: ["at most \(limit) elements"])
        }
        var elements: [Element] = []
        for (position, value) in values.enumerated() {
            elements.append(try element(value, "\(path(of: name))[\(position)]"))
        }
        return elements
    }

    /// A list of free words such as capabilities: each short, of one piece and named once.
    package func words(_ name: String, atMost limit: Int) throws(Problem) -> [String]? {
        var seen: [String] = []
        _ = try list(name, atMost: limit) { (value, path) throws(Problem) in
            guard case .string(let raw) = value else {
                throw Problem(
                    .wrongType,
                    detail: "“\(path)” must be of type string and is of type \(value.kind).",
                    field: path,
                    value: value,
                    allowed: ["string"]
                )
            }
            guard let word = raw.trimmedText, word.isWord, raw.unicodeScalars.count <= WireLimits.wordCharacters else {
                throw Problem(
                    .invalidValue,
                    detail: "“\(path)” must be one word.",
                    field: path,
                    value: value,
                    allowed: ["1 to \(WireLimits.wordCharacters) characters without white space, comma or semicolon"]
                )
            }
            if !seen.contains(word) { seen.append(word) }
        }
        return has(name) ? seen : nil
    }

    /// One free word such as a role or a category.
    package func word(_ name: String, unknown: ProblemCode = .invalidValue) throws(Problem) -> String? {
        guard let text = try text(name, atMost: WireLimits.wordCharacters) else { return nil }
        guard text.isWord else { throw invalid(name, "must be one word.", code: unknown) }
        return text
    }

    /// A phone number as people write it; telling numbers apart is the business of the lists, not of the reader.
    package func phone(_ name: String) throws(Problem) -> String? {
        guard let text = try text(name, atMost: WireLimits.phoneCharacters) else { return nil }
        guard text.isPhone else {
            throw invalid(name, "is no phone number.", allowed: ["3 or more digits, with spaces, -, +, ( and )"])
        }
        return text
    }
}

extension String {
    /// The text in its one spelling without outer white space; nil if it holds a control character that is no line break or
    /// tab.
    fileprivate var trimmedText: String? {
        let text = nfc
        for scalar in text.unicodeScalars where scalar.properties.generalCategory == .control {
            guard scalar == "\n" || scalar == "\r" || scalar == "\t" else { return nil }
        }
        let isSpace: (Unicode.Scalar) -> Bool = { $0.properties.isWhitespace }
        let scalars = text.unicodeScalars.drop(while: isSpace)
        guard let last = scalars.lastIndex(where: { !isSpace($0) }) else { return "" }
        return String(scalars[...last])
    }

    /// Whether this is one word: short, not empty, without white space or what separates words in lists.
    fileprivate var isWord: Bool {
        let scalars = unicodeScalars
        return !scalars.isEmpty && scalars.count <= WireLimits.wordCharacters
            && !scalars.contains { $0.properties.isWhitespace || $0 == ";" || $0 == "," }
    }

    /// Whether this could be a phone number: at least three digits and nothing but what people put between them.
    fileprivate var isPhone: Bool {
        utf8.count { (0x30...0x39).contains($0) } >= 3 && allSatisfy { "0123456789 -+()".contains($0) }
    }
}

extension Double {
    /// The number without a needless fraction: `90` and `8.5`.
    fileprivate var shortText: String {
        Int64(exactly: self).map(String.init) ?? String(self)
    }
}
