extension ProblemCode {
    /// The HTTP status every answer with this code carries.
    package var status: Int {
        entry.status
    }

    /// What happened, in one sentence that is the same each time.
    package var title: String {
        entry.title
    }

    /// The name of the kind of problem (RFC 9457 `type`): a URN, since it is a name and not a page to fetch.
    package var type: String {
        "urn:arrived:problem:\(rawValue)"
    }

    private var entry: (status: Int, title: String) {
        switch self {
        case .invalidJSON: (400, "The body is not valid JSON.")
        case .unknownField: (422, "The body has a field that is not known here.")
        case .missingField: (422, "A field that is needed is missing.")
        case .wrongType: (422, "A field holds a value of the wrong type.")
        case .invalidValue: (422, "A field holds a value that is not allowed.")
        case .bodyTooLarge: (413, "The body is larger than this route takes.")
        case .bodyTooSlow: (408, "The body did not arrive in time.")
        case .unsupportedMediaType: (415, "The body is of a media type this route does not read.")
        case .invalidHost: (400, "The request does not name its host as HTTP demands.")
        case .idempotencyKeyInvalid: (400, "The Idempotency-Key is not usable.")
        case .payloadEncoding: (422, "The file is not in the encoding it was said to be in.")

        case .unauthorized: (401, "A valid bearer token is needed.")
        case .forbidden: (403, "The token does not permit this.")
        case .notFound: (404, "There is nothing by that name.")
        case .methodNotAllowed: (405, "This resource does not know that method.")

        case .unknownVillage: (422, "No village by that name or code is known.")
        case .ambiguousVillage: (422, "More than one village has that name; say which.")
        case .unknownHousehold: (422, "No household by that id is known.")
        case .unknownMember: (422, "No member by that id is known.")
        case .unknownCaller: (422, "Nobody with that phone number is known; say the place.")
        case .ambiguousCaller: (422, "More than one household has that phone number; say which.")
        case .missingPlace: (422, "The request says neither a place, nor a household, nor a caller's phone.")
        case .offTheMap: (422, "The coordinates lie outside the county.")
        case .unknownCategory: (422, "The category does not exist.")
        case .unknownUrgency: (422, "The urgency does not exist.")
        case .unknownSeat: (422, "The request has no such seat.")

        case .signatureRequired: (401, "Answers to this endpoint's notices must be signed.")
        case .signatureInvalid: (401, "The signature of the answer is not valid.")
        case .idempotencyConflict: (409, "The Idempotency-Key was used before with another body.")
        case .alreadyCovered: (409, "Somebody else is already on the way; thank you.")
        case .alreadyDeclined: (409, "The offer was declined before.")
        case .offerExpired: (409, "The offer has expired.")
        case .withdrawn: (409, "The offer was withdrawn; thank you.")
        case .cancelled: (409, "The request was cancelled; thank you.")
        case .outOfOrder: (409, "This step is not possible now.")
        case .notCleared: (409, "The request cannot be closed before it is cleared.")
        case .requestClosed: (409, "The request has ended.")
        case .memberBusy: (409, "The member holds another assignment.")
        case .seatTaken: (409, "The seat is held by somebody.")
        case .capabilityMissing: (409, "The seats that are left need what this member cannot do.")
        case .positionPruned: (410, "The journal no longer reaches back to that position.")
        case .tooManySeats: (409, "The request has as many seats as it may have.")
        case .integratorSeats: (422, "An integrator may not ask for so many seats in one request.")
        case .integratorOpenSeats: (429, "Integrators have as many seats open as they may.")
        case .requestNotOver: (409, "The request is not over.")
        case .nothingToEscalate: (409, "There is no desk left to call for this request now.")
        case .noDeskCalled: (409, "No desk has been called for this request.")
        case .cannotRotate: (409, "The secret of this endpoint cannot be changed here now.")
        case .noticeOver: (409, "The time of that notice has passed.")
        case .tooManyTokens: (409, "There are as many tokens in force as there may be.")
        case .tooManyNotes: (409, "The request has as many notes as it may have.")
        case .personalDataErased: (409, "Who called in this request is erased, so it cannot go on.")
        case .partOfOpenRequest: (409, "They are part of a request that is not over.")

        case .importRefused: (422, "The file has faults; nothing was imported.")
        case .importRunning: (409, "Another import is running.")

        case .backupRunning: (409, "Another backup is being made.")
        case .backupFailed: (500, "The backup failed; nothing of it was kept.")
        case .backupFolderUnreadable: (500, "The backup folder cannot be read.")
        case .backupNoRoom: (507, "There is no room for a backup; nothing of it was kept.")

        case .clockDoubted: (409, "The server's wall clock is doubted: nothing is removed by it until it is right.")
        case .doctorRunning: (409, "Another look at the store is under way.")

        case .queueFull: (503, "The daemon has more to do than it can take; try again shortly.")
        case .tooManyOpenRequests: (503, "More requests are open than the county can follow; end some first.")
        case .shuttingDown: (503, "The daemon is shutting down; try again shortly.")
        case .storeFailed: (503, "The store could not be written; nothing was changed.")
        case .diskFull: (507, "The disk is full; new requests and imports are refused until there is room.")
        case .notAnswering: (504, "A disk or another part of the system does not answer; the call was given up.")
        case .noThread: (503, "The system gives the daemon no more threads; try again shortly.")
        case .internalFault: (500, "Something failed inside the daemon.")
        }
    }
}
