/// Everything the API refuses or fails with: one closed table of stable code, HTTP status and sentence.
///
/// Codes are part of the API: a client may branch on them, so none is ever renamed or used for something else. `400`
/// says the text could not be read, `422` that it was read and cannot be meant, `409` that it conflicts with how things
/// stand now, `429` that this caller has had its share for now, `503` and `507` that the same call may succeed later.
package enum ProblemCode: String, CaseIterable, Codable, Sendable {
    // The body and its form.
    case invalidJSON = "invalid-json"
    case unknownField = "unknown-field"
    case missingField = "missing-field"
    case wrongType = "wrong-type"
    case invalidValue = "invalid-value"
    case bodyTooLarge = "body-too-large"
    case bodyTooSlow = "body-too-slow"
    case unsupportedMediaType = "unsupported-media-type"
    case invalidHost = "invalid-host"
    case idempotencyKeyInvalid = "idempotency-key-invalid"
    case payloadEncoding = "payload-encoding"

    // Who asks, and for what.
    case unauthorized
    case forbidden
    case notFound = "not-found"
    case methodNotAllowed = "method-not-allowed"

    // Things that are named and do not exist.
    case unknownVillage = "unknown-village"
    case ambiguousVillage = "ambiguous-village"
    case unknownHousehold = "unknown-household"
    case unknownMember = "unknown-member"
    case unknownCaller = "unknown-caller"
    case ambiguousCaller = "ambiguous-caller"
    case missingPlace = "missing-place"
    case offTheMap = "off-the-map"
    case unknownCategory = "unknown-category"
    case unknownUrgency = "unknown-urgency"
    case unknownSeat = "unknown-seat"

    // Conflicts with how things stand.
    case signatureRequired = "signature-required"
    case signatureInvalid = "signature-invalid"
    case idempotencyConflict = "idempotency-conflict"
    case alreadyCovered = "already-covered"
    case alreadyDeclined = "already-declined"
    case offerExpired = "offer-expired"
    case withdrawn
    case cancelled
    case outOfOrder = "out-of-order"
    case notCleared = "not-cleared"
    case requestClosed = "request-closed"
    case memberBusy = "member-busy"
    case seatTaken = "seat-taken"
    case capabilityMissing = "capability-missing"
    case positionPruned = "position-pruned"
    case tooManySeats = "too-many-seats"
    case integratorSeats = "integrator-seats"
    case integratorOpenSeats = "integrator-open-seats"
    case requestNotOver = "request-not-over"
    case nothingToEscalate = "nothing-to-escalate"
    case noDeskCalled = "no-desk-called"
    case cannotRotate = "cannot-rotate"
    case noticeOver = "notice-over"
    case tooManyTokens = "too-many-tokens"
    case tooManyNotes = "too-many-notes"
    case personalDataErased = "personal-data-erased"
    case partOfOpenRequest = "part-of-open-request"

    // Imports.
    case importRefused = "import-refused"
    case importRunning = "import-running"

    // Backups.
    case backupRunning = "backup-running"
    case backupFailed = "backup-failed"
    case backupNoRoom = "backup-no-room"
    case backupFolderUnreadable = "backup-folder-unreadable"

    // Looks at the store.
    case doctorRunning = "doctor-running"
    case clockDoubted = "clock-doubted"

    // The daemon cannot now.
    case queueFull = "queue-full"
    case tooManyOpenRequests = "too-many-open-requests"
    case shuttingDown = "shutting-down"
    case storeFailed = "store-failed"
    case diskFull = "disk-full"
    case notAnswering = "not-answering"
    case noThread = "no-thread"
    case internalFault = "internal"
}
