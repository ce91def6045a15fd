package import DispatchCore
package import DispatchStore
package import DispatchWire
import Foundation
import WebhookDelivery

/// Puts the message of a notice together at the moment it is sent.
///
/// Before the accept it says what, how far and how urgent; names, phones and addresses go only into the message that
/// follows an accept.
struct NoticeRenderer: Sendable {
    let links: LinkTokens
    /// Where members reach this daemon, without a slash at the end.
    let publicURL: String
    /// The policy in force.
    let policy: @Sendable () -> Policy
    /// Of what people read.
    let language: NoticeLanguage
    /// Says what clocks on walls show.
    let clock: ServiceClock

    /// JSON for a machine, words for people.
    func payload(of delivery: Store.DueDelivery, over channel: Channel) throws -> ChannelPayload {
        let content = try content(of: delivery, over: channel)
        switch channel {
        case .generic:
            let body = NoticeBody(
                type: delivery.kind.rawValue,
                timestamp: WireTime(clock.wall(of: delivery.createdAt)),
                data: content
            )
            return .json(try body.encoded())
        case .wecom, .dingtalk, .feishu, .ntfy:
            let message = NoticeWording(language: language).message(
                delivery.kind,
                content,
                to: delivery.recipient.map { NoticeRecipient(name: $0.name, phone: $0.phone) },
                isGroup: channel.isGroup,
                waitedSeconds: waitedSeconds(of: delivery)
            )
            return .messages([message])
        }
    }

    /// What shows that a notice would arrive, and asks for nothing.
    func testPayload(of endpoint: Int64, over channel: Channel) throws -> ChannelPayload {
        switch channel {
        case .generic:
            return .json(try TestNoticeBody(timestamp: WireTime(clock.wallNow), endpoint: endpoint).encoded())
        case .wecom, .dingtalk, .feishu, .ntfy:
            return .messages([NoticeWording(language: language).test(link: publicURL)])
        }
    }

    private func content(of delivery: Store.DueDelivery, over channel: Channel) throws -> NoticeBody.Content {
        try delivery.whistleID.map { try deskContent(of: delivery, $0) } ?? offerContent(of: delivery, over: channel)
    }

    /// How long nobody had said yes when a desk was called.
    private func waitedSeconds(of delivery: Store.DueDelivery) -> Double {
        let request = delivery.detail.request
        guard let whistle = delivery.whistleID.flatMap({ request.whistle($0) }) else { return 0 }
        return whistle.calledAt.seconds(since: request.uncoveredSince ?? request.createdAt)
    }

    /// To a member, about an offer.
    ///
    /// A group's link is the same for all of it and asks who is there: a link of one member's would let anybody answer, and
    /// read, in their name.
    private func offerContent(of delivery: Store.DueDelivery, over channel: Channel) throws -> NoticeBody.Content {
        let request = delivery.detail.request
        guard let offer = delivery.offerIDs.lazy.compactMap({ request.offer($0) }).first else {
            throw NoticeWithoutSubject(noticeID: delivery.noticeID)
        }
        let token = links.token(ofOffer: offer.id)
        let assignment = request.assignment(of: offer.id)
        let details: NoticeBody.Details? =
            switch delivery.kind {
            case .assignmentCreated, .placeCorrected:
                assignment?.state.isLive ?? false ? delivery.detail.personalDetails : nil
            case .offerCreated, .offerWithdrawn, .assignmentStoodDown, .assignmentNudged, .deskWhistled,
                .deskStoodDown:
                nil
            }
        return NoticeBody.Content(
            request: requestContent(of: delivery),
            offer: NoticeBody.Offer(
                id: offer.id.description,
                seat: request.seat(offer.seatID)?.role ?? "",
                distanceMeters: Int(nearest: offer.distanceMeters),
                etaSeconds: Int(nearest: offer.etaSeconds),
                expiresAt: WireTime(clock.wall(of: offer.expiresAt))
            ),
            assignment: assignment.map {
                NoticeBody.Assignment(id: $0.id.description, state: $0.state.rawValue)
            },
            details: details,
            links: links(
                callback: token,
                page: channel.isGroup
                    ? "g/\(links.token(ofGroup: GroupCall(requestID: request.id, endpointID: delivery.endpointID)))"
                    : "o/\(token)"
            )
        )
    }

    /// To a desk, about a whistle: names and addresses come when it has reported in.
    private func deskContent(of delivery: Store.DueDelivery, _ id: WhistleID) throws -> NoticeBody.Content {
        guard let whistle = delivery.detail.request.whistle(id), let deskID = whistle.deskID else {
            throw NoticeWithoutSubject(noticeID: delivery.noticeID)
        }
        let token = links.token(ofWhistle: id)
        return NoticeBody.Content(
            request: requestContent(of: delivery),
            desk: NoticeBody.Desk(
                id: deskID.text,
                name: delivery.detail.desks[deskID]?.name ?? "",
                level: DeskView.Level(whistle.level),
                calledAt: WireTime(clock.wall(of: whistle.calledAt))
            ),
            links: links(callback: token, page: "w/\(token)")
        )
    }

    private func requestContent(of delivery: Store.DueDelivery) -> NoticeBody.Request {
        let request = delivery.detail.request
        return NoticeBody.Request(
            id: request.id.description,
            number: request.number,
            category: request.category,
            urgency: request.urgency.rawValue,
            village: delivery.detail.village?.name ?? "",
            township: delivery.detail.village?.township ?? "",
            advice: policy().advice(on: request)
        )
    }

    private func links(callback token: String, page path: String) -> NoticeBody.Links {
        NoticeBody.Links(callback: "\(publicURL)/v1/callbacks/\(token)", page: "\(publicURL)/\(path)")
    }
}

/// A notice is always about an offer or a whistle; one about nothing can only come from a damaged store.
struct NoticeWithoutSubject: Error {
    let noticeID: NoticeID
}

extension Policy {
    /// What the caller should be told, in the words of the API.
    package func advice(on request: HelpRequest) -> [String] {
        advisesEmergencyCall(request) ? [Self.emergencyAdvice] : []
    }

    package static var emergencyAdvice: String { "call-120" }
}

extension DeskView.Level {
    package init(_ level: Desk.Level) {
        switch level {
        case .branch: self = .branch
        case .township: self = .township
        case .county: self = .county
        }
    }
}

extension Store.RequestDetail {
    /// What only those learn who accepted.
    package var personalDetails: NoticeBody.Details {
        NoticeBody.Details(
            name: household?.name,
            phone: [details.callerPhone, household?.phone].compactMap { $0 }.first { !$0.isEmpty },
            address: isAtHome ? household?.address : village.map { "\($0.township)\($0.name)" },
            notes: household?.notes,
            summary: details.summary
        )
    }

    /// Whether help is needed in the household's own village, so that its address is the one to go to.
    package var isAtHome: Bool {
        guard let household, !household.address.isEmpty else { return false }
        return household.villageCode == request.place.villageCode
    }
}
