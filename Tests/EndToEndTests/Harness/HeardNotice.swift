import DispatchWire
import TestSupport

/// A notice as an endpoint received it.
struct HeardNotice: Sendable {
    /// What receivers tell repeats by.
    let id: String
    /// Whose endpoint it came to.
    let memberID: String
    let body: NoticeBody
    /// The body as it came.
    let text: String

    init?(_ request: ReceivedRequest) {
        // What is no notice is none of ours; a malformed one is missed by the test that waits for it.
        guard let id = request.headers["webhook-id"],
            let body = try? WireJSON.read(NoticeBody.self, from: request.body)
        else { return nil }
        self.id = id
        memberID = request.path.split(separator: "/").last.map(String.init) ?? ""
        self.body = body
        text = request.text
    }

    var kind: String { body.type }
}
