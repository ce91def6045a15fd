internal import WebhookDelivery

/// The form that each channel's secret has.
enum EndpointSecret {
    /// What would be right.
    struct Complaint: Error {
        let text: String
    }

    /// The secret in the one way in which it is written, or what would be right.
    static func read(_ value: String, for channel: Channel) -> Result<String, Complaint> {
        switch channel {
        case .generic: signing(value)
        case .wecom: .failure(Complaint(text: "must be empty for wecom: the key stands in the endpoint"))
        case .dingtalk:
            taken(value, "must begin with SEC, as the robot’s settings show it; empty when it does not sign") {
                $0.hasPrefix("SEC") && $0.count > 3 && $0.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
            }
        case .feishu:
            taken(value, "must be the robot’s signing secret without invisible characters; empty when it does not sign")
            {
                !$0.unicodeScalars.contains(where: \.isUnprintable)
            }
        case .ntfy:
            taken(value, "must be an access token of letters, digits and signs; empty when the topic is open") {
                $0.unicodeScalars.allSatisfy { (0x21...0x7E).contains($0.value) }
            }
        }
    }

    private static func taken(
        _ value: String,
        _ right: String,
        if isRight: (String) -> Bool
    ) -> Result<String, Complaint> {
        guard isRight(value) else { return .failure(Complaint(text: right)) }
        let limit = ImportLimits.secretCharacters
        guard value.unicodeScalars.count <= limit else {
            return .failure(Complaint(text: "must have at most \(limit) characters"))
        }
        return .success(value)
    }

    /// One or several signing secrets with their prefixes, one space between them.
    private static func signing(_ value: String) -> Result<String, Complaint> {
        let parts = value.split { $0 == " " || $0 == "," }
        let bounds = ImportLimits.secretBytes
        let right =
            "\(ShownValue.secretPrefix) and the base64 of \(bounds.lowerBound) to \(bounds.upperBound) random bytes"
        let limit = WebhookSecret.rotationLimit
        guard parts.count <= limit else {
            return .failure(Complaint(text: "must be at most \(limit) secrets, each \(right)"))
        }
        var secrets: [String] = []
        for part in parts {
            let prefix = ShownValue.secretPrefix
            let base64 = part.hasPrefix(prefix) ? String(part.dropFirst(prefix.count)) : String(part)
            guard let count = Base64Length.decodedBytes(of: base64), bounds.contains(count) else {
                return .failure(Complaint(text: "must be \(right)"))
            }
            secrets.append(prefix + base64)
        }
        guard !secrets.isEmpty else { return .failure(Complaint(text: "must be \(right)")) }
        return .success(secrets.joined(separator: " "))
    }
}
