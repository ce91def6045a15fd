import Testing
import WebhookDelivery

struct StandardWebhooksTests {
    struct Vector: Sendable {
        let secret: String
        let id: String
        let timestampSeconds: Int64
        let body: String
        let signature: String
    }

    private static let reference = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    private static let long = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="

    /// The first is the one that the reference libraries share; the others were computed apart from this code.
    private static let vectors = [
        Vector(
            secret: reference,
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
            timestampSeconds: 1_614_265_330,
            body: "{\"test\": 2432232314}",
            signature: "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
        ),
        Vector(
            secret: long,
            id: "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W",
            timestampSeconds: 1_674_087_231,
            body: "{\"type\":\"contact.created\",\"timestamp\":\"2022-11-03T20:26:10.344522Z\","
                + "\"data\":{\"id\":\"1f81eb52-5198-4599-803e-771906343485\"}}",
            signature: "v1,4PMU5Dl90B4kgwxDpwuMZ/cnZ5ztf+Y+kviYQD66rJg="
        ),
        Vector(
            secret: long,
            id: "msg_utf8",
            timestampSeconds: 1_700_000_000,
            body: "{\"type\":\"help.offered\",\"text\":\"需要帮助：轮椅🦽\"}",
            signature: "v1,HpmBgg3UD5hnKehzHce3+XKXqOPtq4IVfdKK1L/lPUU="
        ),
        Vector(
            secret: long,
            id: "msg_empty",
            timestampSeconds: 1_700_000_000,
            body: "",
            signature: "v1,yredJpxuSO+Nbs3mRe+H7WF2AiIQovC4+sTzycX9L54="
        ),
    ]

    @Test(arguments: vectors)
    func signatureIsThatOfTheVector(vector: Vector) throws {
        let secret = try WebhookSecret(vector.secret)
        let signature = StandardWebhooks.signature(
            id: vector.id,
            timestampSeconds: vector.timestampSeconds,
            body: Array(vector.body.utf8),
            secret: secret
        )
        #expect(signature == vector.signature)
        try verify(vector)
        try verify(vector, secret: String(vector.secret.dropFirst("whsec_".count)))
    }

    @Test func headerThatIsMissingOrEmptyIsNamed() throws {
        let vector = Self.vectors[0]
        for absent in [nil, ""] as [String?] {
            #expect(throws: WebhookRefusal.missingHeader("webhook-id")) { try verify(vector, id: .some(absent)) }
            #expect(throws: WebhookRefusal.missingHeader("webhook-timestamp")) {
                try verify(vector, timestamp: .some(absent))
            }
            #expect(throws: WebhookRefusal.missingHeader("webhook-signature")) {
                try verify(vector, signature: .some(absent))
            }
        }
    }

    @Test(arguments: ["hello", "1614265330.0", "0x60", " 1614265330", "99999999999999999999"])
    func timestampThatIsNoIntegerIsRefused(text: String) {
        #expect(throws: WebhookRefusal.badTimestamp) { try verify(Self.vectors[0], timestamp: text) }
    }

    @Test func clocksMayDifferByFiveMinutesAndNoMore() throws {
        let vector = Self.vectors[0]
        try verify(vector, nowSeconds: vector.timestampSeconds + 300)
        try verify(vector, nowSeconds: vector.timestampSeconds - 300)
        #expect(throws: WebhookRefusal.tooOld) { try verify(vector, nowSeconds: vector.timestampSeconds + 301) }
        #expect(throws: WebhookRefusal.tooNew) { try verify(vector, nowSeconds: vector.timestampSeconds - 301) }
        #expect(throws: WebhookRefusal.tooOld) { try verify(vector, timestamp: "\(Int64.min)") }
        #expect(throws: WebhookRefusal.tooNew) { try verify(vector, timestamp: "\(Int64.max)") }
    }

    @Test(arguments: [
        "v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "v1,", "v1", ",", "v1,g0hM9SsE", "v1,not base64",
        "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        "v1a,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    ])
    func wrongSignatureIsRefused(signature: String) {
        #expect(throws: WebhookRefusal.noMatch) { try verify(Self.vectors[0], signature: signature) }
    }

    @Test func oneFittingSignatureAmongSeveralIsEnough() throws {
        let right = Self.vectors[0].signature
        try verify(Self.vectors[0], signature: "v1,d3Jvbmc= v1a,d3Jvbmc= \(right)")
        try verify(Self.vectors[0], signature: "\(right) v1,d3Jvbmc=")
    }

    @Test func everythingSignedIsProtected() throws {
        let vector = Self.vectors[0]
        #expect(throws: WebhookRefusal.noMatch) { try verify(vector, body: "{\"test\":  2432232314}") }
        #expect(throws: WebhookRefusal.noMatch) { try verify(vector, id: "msg_other") }
        #expect(throws: WebhookRefusal.noMatch) { try verify(vector, timestamp: "\(vector.timestampSeconds + 1)") }
        #expect(throws: WebhookRefusal.noMatch) { try verify(vector, secret: Self.long) }
        #expect(throws: WebhookRefusal.noMatch) { try verify(vector, id: "a.b") }
    }

    private func verify(
        _ vector: Vector,
        id: String?? = nil,
        timestamp: String?? = nil,
        signature: String?? = nil,
        body: String? = nil,
        secret: String? = nil,
        nowSeconds: Int64? = nil
    ) throws {
        try StandardWebhooks.verify(
            id: id ?? vector.id,
            timestamp: timestamp ?? "\(vector.timestampSeconds)",
            signature: signature ?? vector.signature,
            body: Array((body ?? vector.body).utf8),
            secret: WebhookSecret(secret ?? vector.secret),
            nowSeconds: nowSeconds ?? vector.timestampSeconds
        )
    }
}
