import Geospatial
import Testing

@Suite
struct NearestIndexTests {
    private let village: Coordinate
    private let farm: Coordinate
    private let town: Coordinate

    init() throws {
        village = try Coordinate(latitude: 36.98, longitude: 115.26)
        farm = try Coordinate(latitude: 36.99, longitude: 115.26)
        town = try Coordinate(latitude: 37.10, longitude: 115.26)
    }

    @Test
    func anEmptyIndexFindsNobodyAndFillsUp() throws {
        var index = NearestIndex([])
        #expect(index.count == 0)
        #expect(index.nearest(to: village, count: 3, requiring: 0).isEmpty)
        #expect(index.insert(farm, traits: 0b1) == 0)
        #expect(index.insert(village, traits: 0b1) == 1)
        #expect(index.nearest(to: village, count: 3, requiring: 0b1).map(\.slot) == [1, 0])
        try index.checkInvariants()
    }

    @Test
    func nearestComesFirstWithItsDistance() {
        let index = NearestIndex([(town, 0b1), (village, 0b1), (farm, 0b1)])
        let found = index.nearest(to: village, count: 2, requiring: 0b1)
        #expect(found.map(\.slot) == [1, 2])
        #expect(found[0].distanceMeters == 0)
        #expect(abs(found[1].distanceMeters - 1111.95) < 0.01)
    }

    @Test
    func askingForMoreThanThereAreFindsAllAndForNoneFindsNone() {
        let index = NearestIndex([(town, 0b1), (village, 0b1), (farm, 0b1)])
        #expect(index.nearest(to: village, count: .max, requiring: 0).count == 3)
        #expect(index.nearest(to: village, count: 0, requiring: 0).isEmpty)
    }

    @Test
    func allRequiredTraitsMustBeThere() {
        let index = NearestIndex([(village, 0b01), (farm, 0b10), (town, 0b11)])
        #expect(index.nearest(to: village, count: 3, requiring: 0b11).map(\.slot) == [2])
        #expect(index.nearest(to: village, count: 3, requiring: 0b10).map(\.slot) == [1, 2])
        #expect(index.nearest(to: village, count: 3, requiring: 0b100).isEmpty)
    }

    @Test
    func anEntryWithoutTraitsIsFoundWhenNothingIsRequired() {
        let index = NearestIndex([(village, 0), (farm, 0b1)])
        #expect(index.nearest(to: village, count: 2, requiring: 0).map(\.slot) == [0, 1])
        #expect(index.nearest(to: village, count: 2, requiring: 0b1).map(\.slot) == [1])
    }

    @Test
    func whoComesOnDutyIsFoundAndWhoGoesOffIsNot() {
        var index = NearestIndex([(village, 0), (farm, 0b1)])
        index.setTraits(0b1, at: 0)
        #expect(index.nearest(to: village, count: 1, requiring: 0b1).map(\.slot) == [0])
        index.setTraits(0, at: 0)
        #expect(index.nearest(to: village, count: 1, requiring: 0b1).map(\.slot) == [1])
    }

    @Test
    func whoMovesIsFoundAtTheNewPlaceUnderTheSameSlot() {
        var index = NearestIndex([(village, 0b1), (farm, 0b1)])
        index.move(0, to: town)
        #expect(index.coordinate(at: 0) == town)
        #expect(index.nearest(to: village, count: 2, requiring: 0b1).map(\.slot) == [1, 0])
        #expect(index.nearest(to: town, count: 2, requiring: 0b1).map(\.slot) == [0, 1])
    }

    @Test
    func aRemovedSlotIsGivenToTheNextEntry() {
        var index = NearestIndex([(village, 0b1), (farm, 0b1)])
        index.remove(0)
        #expect(index.count == 1)
        #expect(index.nearest(to: village, count: 2, requiring: 0).map(\.slot) == [1])
        #expect(index.insert(town, traits: 0b10) == 0)
        #expect(index.traits(at: 0) == 0b10)
        #expect(index.coordinate(at: 0) == town)
    }

    @Test
    func equalDistancesAreOrderedBySlot() {
        let index = NearestIndex(Array(repeating: (village, 0b1), count: 100) + [(farm, 0b1)])
        #expect(index.nearest(to: town, count: 5, requiring: 0b1).map(\.slot) == [100, 0, 1, 2, 3])
        #expect(index.nearest(to: village, count: 48, requiring: 0b1).map(\.slot) == Array(0..<48))
    }

    @Test
    func theAntimeridianAndThePolesAreNoSeams() throws {
        let west = try Coordinate(latitude: 10, longitude: -179.9)
        let east = try Coordinate(latitude: 10, longitude: 179.7)
        let center = try Coordinate(latitude: 10, longitude: 180)
        let index = NearestIndex([(east, 0), (west, 0)])
        #expect(index.nearest(to: center, count: 2, requiring: 0).map(\.slot) == [1, 0])

        let acrossThePole = try Coordinate(latitude: 89.99, longitude: -65)
        let below = try Coordinate(latitude: 89.5, longitude: 115)
        let pole = try Coordinate(latitude: 90, longitude: 0)
        let arctic = NearestIndex([(below, 0), (acrossThePole, 0), (pole, 0)])
        let poleElsewhere = try Coordinate(latitude: 90, longitude: 115)
        let found = arctic.nearest(to: poleElsewhere, count: 3, requiring: 0)
        #expect(found.map(\.slot) == [2, 1, 0])
        #expect(found[0].distanceMeters == 0)
    }

    @Test
    func aCopyIsASnapshot() {
        var index = NearestIndex([(village, 0b1), (farm, 0b1)])
        let before = index
        index.remove(0)
        index.move(1, to: town)
        #expect(before.nearest(to: village, count: 2, requiring: 0b1).map(\.slot) == [0, 1])
        #expect(before.coordinate(at: 1) == farm)
    }

    @Test
    func onlyEntriesThatWouldBeAnsweredAreAskedAbout() {
        let index = NearestIndex([(village, 0b1), (farm, 0), (town, 0b1)])
        var asked: [Int] = []
        let found = index.nearest(to: village, count: 1, requiring: 0b1) { slot in
            asked.append(slot)
            return slot != 0
        }
        #expect(found.map(\.slot) == [2])
        #expect(asked.sorted() == [0, 2])
    }

    @Test
    func aSlotThatIsNotLiveStopsTheProcess() async {
        await #expect(processExitsWith: .failure) {
            var index = NearestIndex([(try Coordinate(latitude: 1, longitude: 1), 0)])
            index.remove(0)
            index.setTraits(1, at: 0)
        }
        await #expect(processExitsWith: .failure) {
            _ = NearestIndex([]).coordinate(at: 0)
        }
    }
}
