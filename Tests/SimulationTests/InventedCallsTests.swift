import DispatchCore
import Simulation
import Testing

@Suite struct InventedCallsTests {
    @Test func callsAreOfKnownCategoriesAndPlaces() throws {
        let county = try InventedCounty(seed: 1, size: .small)
        var calls = InventedCalls(county: county, seed: 2)
        let categories = Set(Category.standard.map(\.name))
        let phones = Dictionary(county.households.map { ($0.phone, 1) }, uniquingKeysWith: +)
        var seen: Set<String> = []
        for _ in 0..<2_000 {
            let call = calls.next()
            seen.insert(call.category)
            #expect(categories.contains(call.category))
            #expect(!call.summary.isEmpty)
            switch call.place {
            case .callerPhone(let phone): #expect(phones[phone] == 1)
            case .household(let id): #expect(county.households.contains { $0.id == id })
            case .village(let code): #expect(county.villages.contains { $0.code == code })
            case .villageName(let name, let township):
                #expect(county.villages.count { $0.name == name && $0.township == township } == 1)
            }
        }
        #expect(seen == categories)
    }

    @Test func callsRepeatForASeed() throws {
        let county = try InventedCounty(seed: 1, size: .small)
        var first = InventedCalls(county: county, seed: 2)
        var second = InventedCalls(county: county, seed: 2)
        for _ in 0..<50 { #expect(first.next().place == second.next().place) }
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func oldManIsFoundByHisPhoneAndHasAContactWithACar(seed: UInt64) throws {
        let county = InventedCounty(seed: 1)
        var calls = InventedCalls(county: county, seed: seed)
        let call = calls.oldManToHospital()
        #expect(call.category == "medical-transport")
        guard case .callerPhone(let phone) = call.place else {
            Issue.record("\(call.place)")
            return
        }
        let household = try #require(county.households.first { $0.phone == phone })
        let contacts = county.members.filter { household.contacts.contains($0.id) }
        #expect(contacts.contains { $0.capabilities.contains("vehicle") && $0.endpointPath != nil })
    }
}
