/// Everything that can be set, each once: the name, the default, and what a value must look like.
///
/// The same name is a path in the YAML file (`selection.initialOffers`), an environment variable
/// (`ARRIVED_SELECTION_INITIAL_OFFERS`) and, for the few that are given by hand, a flag.
enum SettingsKey: String, CaseIterable, Sendable {
    case store
    case listen
    case publicURL = "http.publicURL"
    case trustedProxies = "http.trustedProxies"
    case language = "http.language"
    case maximumConnections = "http.maximumConnections"
    case allowedNetworks = "delivery.allowNetworks"
    case inFlightLimit = "delivery.inFlightLimit"
    case attemptTimeoutSeconds = "delivery.attemptTimeoutSeconds"
    case testIntervalHours = "delivery.testIntervalHours"
    case queueLimit = "writer.queueLimit"
    case batchLimit = "writer.batchLimit"
    case openSeatsPerIntegrator = "limits.openSeatsPerIntegrator"
    case openSeatsOfIntegrators = "limits.openSeatsOfIntegrators"
    case backupFolder = "backup.folder"
    case backupKeep = "backup.keep"
    case selectionRule = "selection.rule"
    case initialOffers = "selection.initialOffers"
    case immediateAlertWorth = "selection.immediateAlertWorthSeconds"
    case immediateGoWorth = "selection.immediateGoWorthSeconds"
    case urgentAlertWorth = "selection.urgentAlertWorthSeconds"
    case urgentGoWorth = "selection.urgentGoWorthSeconds"
    case routineAlertWorth = "selection.routineAlertWorthSeconds"
    case routineGoWorth = "selection.routineGoWorthSeconds"
    case horizonSeconds = "selection.horizonSeconds"
    case candidateCount = "selection.candidates"
    case weeklyAlertLimit = "fairness.weeklyAlertLimit"
    case restSeconds = "fairness.restSeconds"
    case alertCostShare = "fairness.alertCostShare"
    case contactHeadStartSeconds = "fairness.contactHeadStartSeconds"
    case learning = "learning.enabled"
    case acceptance = "learning.acceptance"
    case noShow = "learning.noShow"
    case roadFactor = "travel.roadFactor"
    case turnoutSeconds = "travel.turnoutSeconds"
    case walkSpeed = "travel.walkMetersPerSecond"
    case bicycleSpeed = "travel.bicycleMetersPerSecond"
    case ebikeSpeed = "travel.ebikeMetersPerSecond"
    case carSpeed = "travel.carMetersPerSecond"
    case confirmationSilenceSeconds = "offers.confirmationSilenceSeconds"
    case answerSilenceSeconds = "offers.answerSilenceSeconds"
    case immediateLifeSeconds = "offers.immediateLifeSeconds"
    case urgentLifeSeconds = "offers.urgentLifeSeconds"
    case routineLifeSeconds = "offers.routineLifeSeconds"
    case enRouteNudgeSeconds = "assignments.enRouteNudgeSeconds"
    case enRouteLimitSeconds = "assignments.enRouteLimitSeconds"
    case onSceneMarginSeconds = "assignments.onSceneMarginSeconds"
    case onSceneLimitSeconds = "assignments.onSceneLimitSeconds"
    case immediateBranchSeconds = "escalation.immediateBranchSeconds"
    case immediateTownshipSeconds = "escalation.immediateTownshipSeconds"
    case immediateCountySeconds = "escalation.immediateCountySeconds"
    case urgentBranchSeconds = "escalation.urgentBranchSeconds"
    case urgentTownshipSeconds = "escalation.urgentTownshipSeconds"
    case urgentCountySeconds = "escalation.urgentCountySeconds"
    case routineBranchSeconds = "escalation.routineBranchSeconds"
    case routineTownshipSeconds = "escalation.routineTownshipSeconds"
    case routineCountySeconds = "escalation.routineCountySeconds"
    case leadTimeSeconds = "requests.leadTimeSeconds"
    case similarWindowSeconds = "requests.similarWindowSeconds"
    case similarRadiusMeters = "requests.similarRadiusMeters"
    case personalDays = "retention.personalDays"
    case attemptDays = "retention.attemptDays"
    case attemptLimit = "retention.attemptLimit"
    case journalDays = "retention.journalDays"
    case journalLimit = "retention.journalLimit"
    case logLevel = "log.level"
    case clockRate

    /// What a value must look like.
    enum Form: Sendable {
        case text
        case choice([String])
        case integer(ClosedRange<Int>)
        case number(ClosedRange<Double>)
        /// Words with commas between, or a list in the file.
        case list
    }

    var form: Form {
        switch self {
        case .store, .listen, .publicURL, .backupFolder: .text
        case .trustedProxies, .allowedNetworks: .list
        case .language: .choice(["zh", "en"])
        case .selectionRule: .choice(["value", "simple"])
        case .learning: .choice(["true", "false"])
        case .immediateAlertWorth, .urgentAlertWorth, .routineAlertWorth: .number(0.1...600)
        case .immediateGoWorth, .urgentGoWorth, .routineGoWorth: .number(0.1...600)
        case .horizonSeconds: .integer(120...7_200)
        case .candidateCount: .integer(8...512)
        case .weeklyAlertLimit: .integer(1...1_000)
        case .restSeconds: .integer(0...604_800)
        case .alertCostShare: .number(0...10)
        case .contactHeadStartSeconds: .integer(0...3_600)
        case .acceptance: .number(0.02...0.98)
        case .noShow: .number(0...0.9)
        case .logLevel: .choice(["debug", "info", "warning", "error"])
        case .maximumConnections: .integer(16...65_536)
        case .inFlightLimit: .integer(8...4_096)
        case .attemptTimeoutSeconds: .integer(1...60)
        case .testIntervalHours: .integer(0...8_760)
        case .queueLimit: .integer(1_024...1_000_000)
        case .batchLimit: .integer(1...4_096)
        case .openSeatsPerIntegrator: .integer(1...100_000)
        case .openSeatsOfIntegrators: .integer(1...1_000_000)
        case .backupKeep: .integer(1...3_650)
        case .initialOffers: .integer(1...100)
        case .roadFactor: .number(1...3)
        case .turnoutSeconds: .number(0...3_600)
        case .walkSpeed, .bicycleSpeed, .ebikeSpeed, .carSpeed: .number(0.1...60)
        case .confirmationSilenceSeconds: .integer(1...600)
        case .answerSilenceSeconds: .integer(1...3_600)
        case .immediateLifeSeconds, .urgentLifeSeconds, .routineLifeSeconds: .integer(10...86_400)
        case .enRouteNudgeSeconds, .enRouteLimitSeconds, .onSceneMarginSeconds, .onSceneLimitSeconds:
            .integer(10...86_400)
        case .immediateBranchSeconds, .immediateTownshipSeconds, .immediateCountySeconds,
            .urgentBranchSeconds, .urgentTownshipSeconds, .urgentCountySeconds,
            .routineBranchSeconds, .routineTownshipSeconds, .routineCountySeconds:
            .integer(1...604_800)
        case .leadTimeSeconds: .integer(0...604_800)
        case .similarWindowSeconds: .integer(0...86_400)
        case .similarRadiusMeters: .number(0...10_000)
        case .personalDays: .integer(0...3_650)
        case .attemptDays: .integer(1...3_650)
        case .attemptLimit: .integer(1_000...1_000_000_000)
        case .journalDays: .integer(30...36_500)
        case .journalLimit: .integer(10_000...1_000_000_000)
        case .clockRate: .number(1...1_000)
        }
    }

    /// The value when nothing else is given; nil where none makes sense.
    var standard: String? {
        switch self {
        case .store: nil
        case .listen: "127.0.0.1:7878"
        case .publicURL: nil
        case .trustedProxies, .allowedNetworks: ""
        case .language: "zh"
        case .maximumConnections: "1024"
        case .inFlightLimit: "512"
        case .attemptTimeoutSeconds: "5"
        case .testIntervalHours: "0"
        case .queueLimit: "4096"
        case .batchLimit: "256"
        case .openSeatsPerIntegrator: "200"
        case .openSeatsOfIntegrators: "1000"
        case .backupFolder: nil
        case .backupKeep: "14"
        case .selectionRule: "value"
        case .initialOffers: "3"
        case .immediateAlertWorth: "1.4"
        case .immediateGoWorth: "0.5"
        case .urgentAlertWorth: "5"
        case .urgentGoWorth: "5"
        case .routineAlertWorth: "30"
        case .routineGoWorth: "20"
        case .horizonSeconds: "900"
        case .candidateCount: "64"
        case .weeklyAlertLimit: "30"
        case .restSeconds: "3600"
        case .alertCostShare: "0.1"
        case .contactHeadStartSeconds: "30"
        case .learning: "true"
        case .acceptance: "0.35"
        case .noShow: "0.1"
        case .roadFactor: "1.3"
        case .turnoutSeconds: "105"
        case .walkSpeed: "1.8"
        case .bicycleSpeed: "3.5"
        case .ebikeSpeed: "5.5"
        case .carSpeed: "8.5"
        case .confirmationSilenceSeconds: "5"
        case .answerSilenceSeconds: "30"
        case .immediateLifeSeconds: "600"
        case .urgentLifeSeconds: "1800"
        case .routineLifeSeconds: "7200"
        case .enRouteNudgeSeconds: "180"
        case .enRouteLimitSeconds: "300"
        case .onSceneMarginSeconds: "120"
        case .onSceneLimitSeconds: "300"
        case .immediateBranchSeconds: "120"
        case .immediateTownshipSeconds: "240"
        case .immediateCountySeconds: "480"
        case .urgentBranchSeconds: "600"
        case .urgentTownshipSeconds: "1200"
        case .urgentCountySeconds: "2400"
        case .routineBranchSeconds: "7200"
        case .routineTownshipSeconds: "28800"
        case .routineCountySeconds: "86400"
        case .leadTimeSeconds: "3600"
        case .similarWindowSeconds: "1800"
        case .similarRadiusMeters: "150"
        case .personalDays: "180"
        case .attemptDays: "90"
        case .attemptLimit: "2000000"
        case .journalDays: "730"
        case .journalLimit: "5000000"
        case .logLevel: "info"
        case .clockRate: "1"
        }
    }

    /// Whether a reload brings it into force; the others wait for the next start.
    var isReloadable: Bool {
        switch self {
        case .maximumConnections, .attemptTimeoutSeconds, .testIntervalHours, .queueLimit, .batchLimit,
            .openSeatsPerIntegrator, .openSeatsOfIntegrators, .logLevel:
            true
        case _: isPolicy
        }
    }

    /// A change of these is a change of how members are chosen and asked; the journal notes it.
    var isPolicy: Bool {
        let groups = [
            "selection.", "fairness.", "learning.", "travel.", "offers.", "assignments.", "escalation.",
            "requests.",
        ]
        return groups.contains { rawValue.hasPrefix($0) }
    }
}

/// A setting that cannot be used: which, what it says, and what would be right.
struct SettingsFault: Error, CustomStringConvertible {
    let key: String
    let value: String?
    let expected: String

    var description: String {
        value.map { "configuration: \(key) is “\($0)”, but must be \(expected)" } ?? "configuration: \(key) \(expected)"
    }
}
