import DispatchCore
import Testing

@testable import arrived

/// Kinds of trouble as a county names them.
struct CategorySettingsTests {
    private func policy(_ text: String) throws -> Policy {
        try Settings(
            flags: [:],
            file: try SettingsFile.parse(text, path: "arrived.yaml"),
            environment: [:]
        ).policy
    }

    @Test func aNewCategoryIsAsOtherButForWhatIsSaid() throws {
        let policy = try policy(
            """
            categories:
              water-cut:
                urgency: routine
                seats: [plumber:plumbing+first-aid, helper*2]
            """
        )
        let category = try #require(policy.category("water-cut"))
        #expect(category.defaultUrgency == .routine)
        #expect(category.seats.map(\.role) == ["plumber", "helper", "helper"])
        #expect(category.seats[0].requires == ["plumbing", "first-aid"])
        #expect(category.steps == [.enRoute, .onScene, .cleared])
        #expect(!category.isMedical)
        #expect(policy.categories.count == Category.standard.count + 1)
    }

    @Test func aCategoryOfTheProgramKeepsWhatIsNotSaid() throws {
        let policy = try policy("categories: {medical-transport: {seats: [driver:vehicle, helper]}}")
        let category = try #require(policy.category("medical-transport"))
        #expect(category.seats.map(\.role) == ["driver", "helper"])
        #expect(category.steps == Step.allCases)
        #expect(category.isMedical)
        #expect(policy.categories.count == Category.standard.count)
    }

    @Test func anEmptyGroupChangesNothing() throws {
        #expect(try policy("categories:\n").categories == Category.standard)
    }

    @Test func whatIsPrintedGivesTheSame() throws {
        let text = "categories: {flood: {urgency: immediate, steps: [on-scene, cleared], medical: true}}"
        let settings = try Settings(flags: [:], file: try SettingsFile.parse(text, path: "a"), environment: [:])
        let again = try Settings(
            flags: [:],
            file: try SettingsFile.parse(settings.printed, path: "b"),
            environment: [:]
        )
        #expect(again.policy == settings.policy)
        #expect(again.policyText == settings.policyText)
        #expect(settings.policyText.contains("categories.flood.steps"))
    }

    @Test(arguments: [
        (
            "categories: {fall: {steps: [en-route, flying, cleared]}}",
            "categories.fall.steps is “en-route,flying,cleared”"
        ),
        ("categories: {fall: {steps: [on-scene, en-route, cleared]}}", "in that order, ending with cleared"),
        ("categories: {fall: {steps: [en-route, on-scene]}}", "ending with cleared"),
        ("categories: {fall: {urgency: scheduled}}", "categories.fall.urgency is “scheduled”"),
        ("categories: {fall: {seats: [\"driver:\"]}}", "categories.fall.seats is “driver:”"),
        ("categories: {fall: {seats: [helper*0]}}", "categories.fall.seats is “helper*0”"),
        ("categories: {fall: {seats: [helper*161]}}", "at most 160 seats"),
        ("categories: {fall: {medical: perhaps}}", "must be true or false"),
        ("categories: {fall: {colour: red}}", "categories.fall.colour is not known"),
        ("categories: {fall: urgent}", "categories.fall is not known"),
        ("categories: {\"Fall 2\": {urgency: urgent}}", "names no category"),
    ])
    func whatIsImpossibleIsRefusedWithItsKey(text: String, message: String) {
        let fault = #expect(throws: SettingsFault.self) { try policy(text) }
        #expect(fault?.description.contains(message) ?? false, "\(fault?.description ?? "")")
    }
}
