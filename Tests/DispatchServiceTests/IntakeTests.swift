import DispatchCore
import DispatchService
import DispatchStore
import DispatchTestSupport
import DispatchWire
import Geospatial
import StoreTestSupport
import Testing

/// From what a caller says to a place, a household and its contacts.
struct IntakeTests {
    private let store: Store
    private let intake: Intake
    private let folder: TemporaryFolder

    /// 东柳庄, and 宋庄 in two townships; three households in them, two of which share a phone.
    init() throws {
        folder = try TemporaryFolder()
        store = try StoreFixture.open(in: folder)
        func village(_ code: String, _ name: String, _ township: String, _ latitude: Double) throws -> Village {
            Village(
                code: code,
                name: name,
                townshipCode: "90\(township == "甲测试镇" ? 1 : 2)",
                township: township,
                coordinate: try Coordinate(latitude: latitude, longitude: 115.3)
            )
        }
        let villages = try [
            village("1", "东柳庄", "甲测试镇", 36.90), village("2", "宋庄", "甲测试镇", 36.95),
            village("3", "宋庄", "乙测试镇", 37.00), village("4", "村", "乙测试镇", 37.05),
        ]
        func household(_ id: String, _ phone: String, _ village: String, at point: Coordinate?) -> HouseholdRecord {
            HouseholdRecord(
                id: id,
                name: "测试户",
                phone: phone,
                villageCode: village,
                address: "",
                coordinate: point,
                contacts: [MemberID("m-\(id)")],
                notes: ""
            )
        }
        let yard = try Coordinate(latitude: 36.901, longitude: 115.301)
        var batch = CommitBatch(expectedPosition: 0)
        batch.records = [
            .editionStarted(id: 1, .villages, at: StoreFixture.foundedAt),
            .editionVillages(id: 1, villages),
            .editionInForce(id: 1, .villages),
            .editionStarted(id: 2, .households, at: StoreFixture.foundedAt),
            .editionHouseholds(
                id: 2,
                [
                    household("a", "000-1111", "1", at: yard), household("b", "000-2222", "2", at: nil),
                    household("c", "000-2222", "3", at: nil), household("d", "000-3333", "gone", at: nil),
                ]
            ),
            .editionInForce(id: 2, .households),
        ]
        _ = try StoreWriter(store).commit(batch)
        intake = Intake(store: store, directory: { VillageDirectory(villages) })
    }

    private func prepare(
        _ place: PlaceReference? = nil,
        household: String? = nil,
        phone: String? = nil
    ) async throws -> NewHelpRequest {
        try await intake.prepare(
            NewRequest(category: "fall", place: place, householdId: household, callerPhone: phone)
        ).request
    }

    /// What the problem says that this ends in.
    private func problem(_ body: () async throws -> Any) async throws -> Problem {
        do {
            _ = try await body()
        } catch let problem as Problem {
            return problem
        }
        Issue.record("no problem")
        throw CancellationError()
    }

    @Test func thePlaceCountsOverTheHouseholdAndThatOverThePhone() async throws {
        let byPhone = try await prepare(phone: "000 1111")
        #expect(byPhone.householdID == "a")
        #expect(byPhone.place.villageCode == "1")
        #expect(byPhone.place.coordinate.latitude == 36.901)
        #expect(byPhone.contacts == [MemberID("m-a")])

        let byHousehold = try await prepare(household: "b", phone: "000-1111")
        #expect(byHousehold.householdID == "b")
        // A household without a point of its own is at its village's.
        #expect(
            byHousehold.place == Place(villageCode: "2", coordinate: try Coordinate(latitude: 36.95, longitude: 115.3))
        )

        let byPlace = try await prepare(.village(code: "3"), household: "a", phone: "000-1111")
        #expect(byPlace.place.villageCode == "3")
        #expect(byPlace.householdID == "a")
        #expect(byPlace.contacts == [MemberID("m-a")])
    }

    @Test func theCallersHouseholdCountsOnlyInItsOwnVillage() async throws {
        #expect(try await prepare(.village(code: "1"), phone: "000-1111").householdID == "a")
        #expect(try await prepare(.village(code: "2"), phone: "000-1111").householdID == nil)
        #expect(try await prepare(.village(code: "2"), phone: "000-2222").householdID == nil)
        #expect(try await prepare(.village(code: "2"), phone: "000-9999").contacts == [])
    }

    @Test func whoIsNotKnownIsSaid() async throws {
        #expect(try await problem { try await prepare() }.code == .missingPlace)
        #expect(try await problem { try await prepare(phone: "000-9999") }.code == .unknownCaller)
        #expect(try await problem { try await prepare(household: "x") }.code == .unknownHousehold)
        #expect(try await problem { try await prepare(.village(code: "x")) }.code == .unknownVillage)
        #expect(try await problem { try await prepare(household: "d") }.code == .unknownVillage)
    }

    @Test func aPhoneOfTwoHouseholdsAsksWhich() async throws {
        let problem = try await problem { try await prepare(phone: "000-2222") }
        #expect(problem.code == .ambiguousCaller)
        #expect(problem.field == "callerPhone")
        #expect(problem.candidates?.map { $0["householdId"] } == [.string("b"), .string("c")])
    }

    @Test func aVillageIsFoundByNameWithOrWithoutItsSuffix() async throws {
        #expect(try await prepare(.villageName("东柳庄", township: nil)).place.villageCode == "1")
        #expect(try await prepare(.villageName("东柳庄村", township: nil)).place.villageCode == "1")
        #expect(try await prepare(.villageName("宋庄村", township: "乙测试镇")).place.villageCode == "3")
        #expect(try await prepare(.villageName("宋庄", township: "901")).place.villageCode == "2")
        // A village that is called nothing but 村 is not found by the empty name.
        #expect(try await prepare(.villageName("村", township: nil)).place.villageCode == "4")
        #expect(try await problem { try await prepare(.villageName("", township: nil)) }.code == .unknownVillage)
    }

    @Test func aNameOfTwoVillagesAsksWhich() async throws {
        let problem = try await problem { try await prepare(.villageName("宋庄", township: nil)) }
        #expect(problem.code == .ambiguousVillage)
        #expect(problem.candidates?.map { $0["villageCode"] } == [.string("2"), .string("3")])
    }

    @Test func anUnknownNameSuggestsThoseLikeIt() async throws {
        let problem = try await problem { try await prepare(.villageName("柳", township: nil)) }
        #expect(problem.code == .unknownVillage)
        #expect(problem.candidates?.map { $0["village"] } == [.string("东柳庄")])
        #expect(
            try await self.problem { try await prepare(.villageName("东柳庄", township: "乙测试镇")) }.code
                == .unknownVillage
        )
    }

    @Test func aPointIsInTheNearestVillageAndInItsCoordinateSystem() async throws {
        let point = try await prepare(.coordinates(latitude: 36.91, longitude: 115.31, crs: .wgs84)).place
        #expect(point.villageCode == "1")
        #expect(point.coordinate.latitude == 36.91)
        let shifted = try await prepare(.coordinates(latitude: 36.91, longitude: 115.31, crs: .gcj02)).place
        let meters = shifted.coordinate.distanceMeters(to: point.coordinate)
        #expect((300...800).contains(meters))
        let baidu = try await prepare(.coordinates(latitude: 36.91, longitude: 115.31, crs: .bd09)).place
        #expect(baidu.coordinate.distanceMeters(to: point.coordinate) > meters)
    }

    @Test func aPointOffTheMapIsRefused() async throws {
        let far = try await problem {
            try await prepare(.coordinates(latitude: 36.80, longitude: 115.3, crs: .wgs84))
        }
        #expect(far.code == .offTheMap)
        let none = try await problem {
            try await prepare(.coordinates(latitude: 115.3, longitude: 36.9, crs: .wgs84))
        }
        #expect(none.code == .offTheMap)
        #expect(none.field == "place.latitude")
        #expect(none.detail?.contains("swapped") == true)
    }
}
