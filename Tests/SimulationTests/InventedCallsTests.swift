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

    @Test func oldManIsFoundByHisPhone() throws {
        var calls = InventedCalls(county: try InventedCounty(seed: 1, size: .small), seed: 2)
        let call = calls.oldManToHospital()
        #expect(call.category == "medical-transport")
        guard case .callerPhone = call.place else {
            Issue.record("\(call.place)")
            return
        }
    }
}
