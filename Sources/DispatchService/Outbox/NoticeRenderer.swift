import DispatchCore
import DispatchStore
package import DispatchWire
import Foundation

/// Puts the message of a notice together at the moment it is sent.
///
/// Before the accept it says what, how far and how urgent; names, phones and addresses go only into the message that
/// follows an accept.
struct NoticeRenderer: Sendable {
    let links: LinkTokens
    /// Where members reach this daemon, without a slash at the end.
    let publicURL: String

    func body(of delivery: Store.DueDelivery) throws -> [UInt8] {
        let request = delivery.detail.request
        guard let offer = delivery.offerIDs.lazy.compactMap({ request.offer($0) }).first else {
            throw NoticeWithoutOffer(noticeID: delivery.noticeID)
        }
        let token = links.token(ofOffer: offer.id)
        let details: NoticeBody.Details? =
            switch delivery.kind {
            case .assignmentCreated: delivery.detail.personalDetails
            case .offerCreated, .offerWithdrawn, .assignmentStoodDown, .assignmentNudged: nil
            }
        let body = NoticeBody(
            type: delivery.kind.rawValue,
            timestamp: WireTime(milliseconds: delivery.createdAt.milliseconds),
            data: NoticeBody.Content(
                request: NoticeBody.Request(
                    id: request.id.description,
                    category: request.category,
                    urgency: request.urgency.rawValue,
                    village: delivery.detail.village?.name ?? "",
                    township: delivery.detail.village?.township ?? ""
                ),
                offer: NoticeBody.Offer(
                    id: offer.id.description,
                    seat: request.seat(offer.seatID)?.role ?? "",
                    distanceMeters: Int(offer.distanceMeters.rounded()),
                    etaSeconds: Int(offer.etaSeconds.rounded()),
                    expiresAt: WireTime(milliseconds: offer.expiresAt.milliseconds)
                ),
                assignment: request.assignment(of: offer.id).map {
                    NoticeBody.Assignment(id: $0.id.description, state: $0.state.rawValue)
                },
                details: details,
                links: NoticeBody.Links(
                    callback: "\(publicURL)/v1/callbacks/\(token)",
                    page: "\(publicURL)/o/\(token)"
                )
            )
        )
        return try body.encoded()
    }
}

/// A notice always has an offer; one without can only come from a damaged store.
struct NoticeWithoutOffer: Error {
    let noticeID: NoticeID
}

extension Store.RequestDetail {
    /// What only those learn who accepted.
    package var personalDetails: NoticeBody.Details {
        NoticeBody.Details(
            name: household?.name,
            phone: [details.callerPhone, household?.phone].compactMap { $0 }.first { !$0.isEmpty },
            address: household?.address.isEmpty == false
                ? household?.address : village.map { "\($0.township)\($0.name)" },
            notes: household?.notes,
            summary: details.summary
        )
    }
}
