import Foundation
import Testing
import WebhookDelivery

struct WebhookSecretTests {
    @Test(arguments: [
        ("", WebhookSecretFault.empty),
        ("whsec_", .empty),
        ("whsec_%%%", .notBase64),
        ("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8", .notBase64),
        ("AAAA", .badLength(bytes: 3)),
        ("whsec_" + Data(count: 23).base64EncodedString(), .badLength(bytes: 23)),
        ("whsec_" + Data(count: 65).base64EncodedString(), .badLength(bytes: 65)),
    ])
    func textThatIsNoSecretIsRefusedPrecisely(text: String, fault: WebhookSecretFault) {
        #expect(throws: fault) { try WebhookSecret(text) }
    }

    @Test func prefixMayBeMissing() throws {
        let encoded = Data(repeating: 7, count: 24).base64EncodedString()
        #expect(try WebhookSecret(encoded) == WebhookSecret("whsec_" + encoded))
    }

    @Test func secretIsNotPrinted() throws {
        let secret = try WebhookSecret("whsec_" + Data(repeating: 65, count: 24).base64EncodedString())
        var dumped = ""
        dump(secret, to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), dumped] {
            #expect(text.contains("secret of 24 bytes"))
            #expect(!text.contains("65"))
        }
    }
}
