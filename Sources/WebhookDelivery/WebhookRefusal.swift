/// Why a received message is not taken as genuine.
package enum WebhookRefusal: Error, Hashable {
    case missingHeader(String)
    case badTimestamp
    case tooOld
    case tooNew
    case noMatch
}
