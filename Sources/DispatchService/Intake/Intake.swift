import CurlTransport
package import DispatchCore
package import DispatchStore
package import DispatchWire
import Geospatial

/// Turns what a caller or operator says into a request the board can open: finds the place, the household, the contacts.
package struct Intake: Sendable {
    /// Candidates named in a refusal; more cannot be read out on the phone.
    package static let candidateLimit = 20

    private let store: Store
    private let directory: @Sendable () -> VillageDirectory

    package init(store: Store, directory: @escaping @Sendable () -> VillageDirectory) {
        self.store = store
        self.directory = directory
    }

    /// What the board and the tables need to open a request.
    package struct Prepared: Sendable {
        package let request: NewHelpRequest
        package let village: Village
        package let callerPhone: String?
        package let summary: String?
    }

    /// Looks everything up; place counts over household, that over the caller's phone.
    ///
    /// - Parameter sight: What the caller may know; nil for everything. A household that is not theirs to know is refused,
    ///   wherever the place lies: those who come to it would be told its name, phone and notes.
    package func prepare(_ new: NewRequest, for sight: Sight? = nil) async throws -> Prepared {
        let directory = directory()
        var household: HouseholdRecord?
        if let id = new.householdId {
            household = try await store.household(id)
            guard household != nil else {
                throw Problem(.unknownHousehold, field: "householdId", value: .string(id))
            }
        }
        if let household { try sight?.check(household) }
        let place: Place
        if let reference = new.place {
            place = try resolve(reference, in: directory)
            if household == nil { household = try await callersHousehold(new.callerPhone, in: place.villageCode) }
        } else {
            if household == nil { household = try await requiredHousehold(ofCaller: new.callerPhone) }
            guard let household else {
                throw Problem(
                    .missingPlace,
                    field: "place",
                    allowed: ["place", "householdId", "callerPhone"]
                )
            }
            try sight?.check(household)
            place = try self.place(of: household, in: directory)
        }
        guard let village = directory.village(code: place.villageCode) else {
            throw Problem(.unknownVillage, field: "place.villageCode", value: .string(place.villageCode))
        }
        let request = NewHelpRequest(
            category: new.category,
            urgency: new.urgency.flatMap { Urgency(rawValue: $0.rawValue) },
            place: place,
            householdID: household?.id,
            contacts: household?.contacts ?? [],
            scheduledFor: new.scheduledFor.map { WallTime(milliseconds: $0.milliseconds) },
            seats: new.seats?.flatMap { seat in
                Array(repeating: SeatPlan(role: seat.role, requires: seat.requires), count: seat.count)
            }
        )
        return Prepared(request: request, village: village, callerPhone: new.callerPhone, summary: new.summary)
    }

    /// The place that these words mean.
    package func resolve(_ reference: PlaceReference, in directory: VillageDirectory) throws(Problem) -> Place {
        switch reference {
        case .village(let code):
            guard let village = directory.village(code: code) else {
                throw Problem(
                    .unknownVillage,
                    detail: "There is no village with the code \(code).",
                    field: "place.villageCode",
                    value: .string(code)
                )
            }
            return Place(villageCode: code, coordinate: village.coordinate)
        case .villageName(let name, let township):
            let found = directory.villages(named: name, township: township)
            if found.count == 1, let village = found.first {
                return Place(villageCode: village.code, coordinate: village.coordinate)
            }
            guard found.isEmpty else {
                throw Problem(
                    .ambiguousVillage,
                    detail: "\(found.count) villages are called \(name); name the township too.",
                    field: "place.village",
                    value: .string(name),
                    candidates: found.prefix(Self.candidateLimit).map(JSONValue.init(village:))
                )
            }
            let similar = directory.villages(containing: name, limit: Self.candidateLimit)
            throw Problem(
                .unknownVillage,
                detail: township.map { "There is no village \(name) in \($0)." } ?? "There is no village \(name).",
                field: "place.village",
                value: .string(name),
                candidates: similar.isEmpty ? nil : similar.map(JSONValue.init(village:))
            )
        case .coordinates(let latitude, let longitude, let crs):
            let point: Coordinate
            do throws(CoordinateError) {
                let system = CoordinateSystem(rawValue: crs.rawValue) ?? .wgs84
                point = try system.toWGS84(latitude: latitude, longitude: longitude)
            } catch {
                throw Problem(
                    .offTheMap,
                    detail: error.description,
                    field: "place.\(error.axis.rawValue)",
                    value: .number(error.value)
                )
            }
            guard let village = directory.nearest(to: point) else {
                throw Problem(
                    .offTheMap,
                    detail: "The point is more than \(Int(VillageDirectory.reachMeters / 1000)) km from every village.",
                    field: "place.latitude",
                    value: .number(latitude)
                )
            }
            return Place(villageCode: village.code, coordinate: point)
        }
    }

    private func place(of household: HouseholdRecord, in directory: VillageDirectory) throws(Problem) -> Place {
        guard let village = directory.village(code: household.villageCode) else {
            throw Problem(
                .unknownVillage,
                detail: "The household's village is no longer on the list; give a place.",
                field: "place",
                value: .string(household.villageCode)
            )
        }
        return Place(villageCode: village.code, coordinate: household.coordinate ?? village.coordinate)
    }

    /// The one household with this phone, or a refusal; nil when no phone was given.
    private func requiredHousehold(ofCaller phone: String?) async throws -> HouseholdRecord? {
        guard let phone else { return nil }
        let found = try await store.households(phone: phone, limit: Self.candidateLimit)
        if found.count > 1 {
            throw Problem(
                .ambiguousCaller,
                detail: "\(found.count) households have this phone; name the household or the place.",
                field: "callerPhone",
                value: .string(phone),
                candidates: found.map(JSONValue.init(household:))
            )
        }
        guard let household = found.first else {
            throw Problem(.unknownCaller, field: "callerPhone", value: .string(phone))
        }
        return household
    }

    /// The caller's household when a place was given too: only if it is the one household with this phone and lies in
    /// that village. Somebody who calls from elsewhere does not call for their own household.
    private func callersHousehold(_ phone: String?, in villageCode: String) async throws -> HouseholdRecord? {
        guard let phone else { return nil }
        let found = try await store.households(phone: phone, limit: 2)
        guard found.count == 1, let household = found.first, household.villageCode == villageCode else { return nil }
        return household
    }
}

extension JSONValue {
    /// What tells villages of one name apart.
    init(village: Village) {
        self = .object([
            "villageCode": .string(village.code), "village": .string(village.name),
            "township": .string(village.township), "townshipCode": .string(village.townshipCode),
        ])
    }

    /// What tells households of one phone apart; operators see it.
    init(household: HouseholdRecord) {
        self = .object([
            "householdId": .string(household.id), "name": .string(household.name),
            "villageCode": .string(household.villageCode), "address": .string(household.address),
        ])
    }
}
