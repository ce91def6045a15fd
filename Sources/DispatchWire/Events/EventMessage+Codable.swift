extension EventMessage: Codable {
    private enum Key: String, CodingKey, CaseIterable {
        case position
        case at
        case type
        case requestId
        case seat
        case offerId
        case assignmentId
        case memberId
        case actor
        case text
    }

    /// The name of a further member.
    private struct DetailKey: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) {
            self.stringValue = stringValue
        }

        init?(intValue: Int) {
            return nil
        }
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        self.init(
            position: try container.decode(Int64.self, forKey: .position),
            at: try container.decode(WireTime.self, forKey: .at),
            type: try container.decode(String.self, forKey: .type),
            requestId: try container.decodeIfPresent(String.self, forKey: .requestId),
            seat: try container.decodeIfPresent(String.self, forKey: .seat),
            offerId: try container.decodeIfPresent(String.self, forKey: .offerId),
            assignmentId: try container.decodeIfPresent(String.self, forKey: .assignmentId),
            memberId: try container.decodeIfPresent(String.self, forKey: .memberId),
            actor: try container.decodeIfPresent(String.self, forKey: .actor),
            text: try container.decodeIfPresent(String.self, forKey: .text)
        )
        let others = try decoder.container(keyedBy: DetailKey.self)
        for key in others.allKeys where Key(rawValue: key.stringValue) == nil {
            details[key.stringValue] = try others.decode(JSONValue.self, forKey: key)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(position, forKey: .position)
        try container.encode(at, forKey: .at)
        try container.encode(type, forKey: .type)
        try container.encodeIfPresent(requestId, forKey: .requestId)
        try container.encodeIfPresent(seat, forKey: .seat)
        try container.encodeIfPresent(offerId, forKey: .offerId)
        try container.encodeIfPresent(assignmentId, forKey: .assignmentId)
        try container.encodeIfPresent(memberId, forKey: .memberId)
        try container.encodeIfPresent(actor, forKey: .actor)
        try container.encodeIfPresent(text, forKey: .text)
        var others = encoder.container(keyedBy: DetailKey.self)
        for (name, value) in details where Key(rawValue: name) == nil {
            try others.encode(value, forKey: DetailKey(stringValue: name))
        }
    }
}
