import Testing
import WebhookDelivery

struct RetryAfterTests {
    @Test(arguments: [
        ("0", RetryAfter.seconds(0)),
        ("120", .seconds(120)),
        ("Sun, 06 Nov 1994 08:49:37 GMT", .date(784_111_777_000)),
        ("Thu, 01 Jan 1970 00:00:00 GMT", .date(0)),
        ("Thu, 29 Feb 2024 23:59:59 GMT", .date(1_709_251_199_000)),
        ("Fri, 01 Mar 2024 00:00:00 GMT", .date(1_709_251_200_000)),
        ("Wed, 31 Dec 2098 23:59:59 GMT", .date(4_070_908_799_000)),
    ])
    func secondsAndDatesAreRead(text: String, expected: RetryAfter) {
        #expect(RetryAfter(text) == expected)
    }

    @Test(arguments: [
        "", "-1", "+1", "1.5", "soon", "9999999999", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
        "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 32 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 25:49:37 GMT",
        "Sun, 06 Now 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49 GMT", "Sun, 06 Nov 1969 08:49:37 GMT",
    ])
    func otherTextIsIgnored(text: String) {
        #expect(RetryAfter(text) == nil)
    }
}
