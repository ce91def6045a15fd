/// A request without the point it is at, which stands in its row: what the journal tells of it.
package struct UnplacedRequest: Equatable, Codable, Sendable {
    package let id: RequestID
    private let number: Int
    private let day: Int
    private let category: String
    private let urgency: Urgency
    private let householdID: String?
    private let contacts: [MemberID]
    private let createdAt: Timestamp
    private let scheduledFor: WallTime?
    private let dispatchAt: Timestamp
    private let seats: [Seat]
    private let offers: [Offer]
    private let assignments: [Assignment]
    private let whistles: [Whistle]
    private let uncoveredSince: Timestamp?
    private let unansweredAt: Timestamp?
    private let firstArrivalAt: Timestamp?
    private let closedAt: Timestamp?
    private let cancelledAt: Timestamp?
    private let grade: Int?

    package init(_ request: HelpRequest) {
        id = request.id
        number = request.number
        day = request.day
        category = request.category
        urgency = request.urgency
        householdID = request.householdID
        contacts = request.contacts
        createdAt = request.createdAt
        scheduledFor = request.scheduledFor
        dispatchAt = request.dispatchAt
        seats = request.seats
        offers = request.offers
        assignments = request.assignments
        whistles = request.whistles
        uncoveredSince = request.uncoveredSince
        unansweredAt = request.unansweredAt
        firstArrivalAt = request.firstArrivalAt
        closedAt = request.closedAt
        cancelledAt = request.cancelledAt
        grade = request.grade
    }

    package func request(at place: Place) -> HelpRequest {
        HelpRequest(
            id: id,
            number: number,
            day: day,
            category: category,
            urgency: urgency,
            place: place,
            householdID: householdID,
            contacts: contacts,
            createdAt: createdAt,
            scheduledFor: scheduledFor,
            dispatchAt: dispatchAt,
            seats: seats,
            offers: offers,
            assignments: assignments,
            whistles: whistles,
            uncoveredSince: uncoveredSince,
            unansweredAt: unansweredAt,
            firstArrivalAt: firstArrivalAt,
            closedAt: closedAt,
            cancelledAt: cancelledAt,
            grade: grade
        )
    }
}
