import Configuration
import CurlTransport
import DispatchCore
import DispatchHTTP
import DispatchService
import Foundation
import Logging

/// The effective settings: file, environment and flags in rising precedence, each value checked.
struct Settings: Sendable {
    /// Each setting with its effective text and where it comes from, in the order of the table.
    let effective: [(key: SettingsKey, value: String?, source: String)]
    /// What the file says of categories, by full name.
    private let categories: [String: String]
    let store: String?
    let listenHost: String
    let listenPort: Int
    let publicURL: String
    /// False when the daemon listens on every interface and was not told under which name it is reached: links then lead
    /// to this machine alone.
    let hasReachableURL: Bool
    let trustedProxies: TrustedProxies
    let language: String
    let maximumConnections: Int
    let allowedNetworks: [Network]
    let inFlightLimit: Int
    let attemptTimeoutSeconds: Int
    /// 0 for no tests.
    let testIntervalHours: Int
    let queueLimit: Int
    let batchLimit: Int
    /// nil for the one beside the store.
    let backupFolder: String?
    let backupKeep: Int
    let policy: Policy
    let logLevel: Logger.Level
    let retention: Retention
    let clockRate: Double

    /// Hosts that stand for every interface; nobody can call them.
    private static let everyInterface = ["0.0.0.0", "::"]

    private static func address(host: String, port: Int) -> String {
        host.contains(":") ? "http://[\(host)]:\(port)" : "http://\(host):\(port)"
    }

    /// - Parameters:
    ///   - flags: What was given on the command line, by key.
    ///   - file: What the file says, by name.
    ///   - environment: The process environment.
    init(flags: [SettingsKey: String], file: [String: String], environment: [String: String]) throws(SettingsFault) {
        categories = file.filter { $0.key.hasPrefix("\(CategorySettings.group).") }
        let file = file.filter { !$0.key.hasPrefix("\(CategorySettings.group).") }
        let values = Self.merge(flags: flags, file: file, environment: environment)
        effective = values
        let checked = SettingsValues(Dictionary(uniqueKeysWithValues: values.map { ($0.key, $0.value) }))

        store = checked.text(.store)
        (listenHost, listenPort) = try checked.address(.listen)
        let named = try checked.webAddress(.publicURL)
        hasReachableURL = named != nil || !Self.everyInterface.contains(listenHost)
        publicURL = named ?? Self.address(host: hasReachableURL ? listenHost : "127.0.0.1", port: listenPort)
        trustedProxies = try checked.proxies(.trustedProxies)
        language = try checked.choice(.language)
        maximumConnections = try checked.integer(.maximumConnections)
        allowedNetworks = try checked.networks(.allowedNetworks)
        inFlightLimit = try checked.integer(.inFlightLimit)
        attemptTimeoutSeconds = try checked.integer(.attemptTimeoutSeconds)
        testIntervalHours = try checked.integer(.testIntervalHours)
        queueLimit = try checked.integer(.queueLimit)
        batchLimit = try checked.integer(.batchLimit)
        logLevel = Logger.Level(rawValue: try checked.choice(.logLevel)) ?? .info
        backupFolder = checked.text(.backupFolder)
        backupKeep = try checked.integer(.backupKeep)
        clockRate = try checked.number(.clockRate)

        var policy = Policy()
        policy.categories = try CategorySettings.categories(categories)
        policy.selection = try Self.selection(checked)
        policy.fairness.weeklyAlertLimit = try checked.integer(.weeklyAlertLimit)
        policy.fairness.restSeconds = try checked.integer(.restSeconds)
        policy.fairness.alertCostShare = try checked.number(.alertCostShare)
        policy.fairness.contactHeadStartSeconds = try checked.integer(.contactHeadStartSeconds)
        policy.isLearning = try checked.choice(.learning) == "true"
        policy.priors.acceptance = try checked.number(.acceptance)
        policy.priors.noShow = try checked.number(.noShow)
        policy.travel = TravelModel(
            roadFactor: try checked.number(.roadFactor),
            turnoutSeconds: try checked.number(.turnoutSeconds),
            walkMetersPerSecond: try checked.number(.walkSpeed),
            bicycleMetersPerSecond: try checked.number(.bicycleSpeed),
            ebikeMetersPerSecond: try checked.number(.ebikeSpeed),
            carMetersPerSecond: try checked.number(.carSpeed)
        )
        policy.confirmationSilenceSeconds = try checked.integer(.confirmationSilenceSeconds)
        policy.answerSilenceSeconds = try checked.integer(.answerSilenceSeconds)
        policy.immediateOfferLifeSeconds = try checked.integer(.immediateLifeSeconds)
        policy.urgentOfferLifeSeconds = try checked.integer(.urgentLifeSeconds)
        policy.routineOfferLifeSeconds = try checked.integer(.routineLifeSeconds)
        policy.enRouteNudgeSeconds = try checked.integer(.enRouteNudgeSeconds)
        policy.enRouteLimitSeconds = try checked.integer(.enRouteLimitSeconds)
        policy.onSceneMarginSeconds = try checked.integer(.onSceneMarginSeconds)
        policy.onSceneLimitSeconds = try checked.integer(.onSceneLimitSeconds)
        policy.ladder.immediate = try Self.clock(
            checked,
            .immediateBranchSeconds,
            .immediateTownshipSeconds,
            .immediateCountySeconds
        )
        policy.ladder.urgent = try Self.clock(
            checked,
            .urgentBranchSeconds,
            .urgentTownshipSeconds,
            .urgentCountySeconds
        )
        policy.ladder.routine = try Self.clock(
            checked,
            .routineBranchSeconds,
            .routineTownshipSeconds,
            .routineCountySeconds
        )
        policy.integrators.openSeatsPerToken = try checked.integer(.openSeatsPerIntegrator)
        policy.integrators.openSeats = try checked.integer(.openSeatsOfIntegrators)
        policy.leadTimeSeconds = try checked.integer(.leadTimeSeconds)
        policy.similarWindowSeconds = try checked.integer(.similarWindowSeconds)
        policy.similarRadiusMeters = try checked.number(.similarRadiusMeters)
        self.policy = policy

        var retention = Retention()
        retention.personalDays = try checked.integer(.personalDays)
        retention.attemptDays = try checked.integer(.attemptDays)
        retention.attemptLimit = try checked.integer(.attemptLimit)
        retention.journalDays = try checked.integer(.journalDays)
        retention.journalLimit = try checked.integer(.journalLimit)
        self.retention = retention
    }

    private static func clock(
        _ checked: SettingsValues,
        _ branch: SettingsKey,
        _ township: SettingsKey,
        _ county: SettingsKey
    ) throws(SettingsFault) -> Ladder.Clock {
        let clock = Ladder.Clock(
            branchSeconds: try checked.integer(branch),
            townshipSeconds: try checked.integer(township),
            countySeconds: try checked.integer(county)
        )
        // Nobody is called before those below them.
        for (key, earlier, seconds) in [
            (township, branch, (clock.branchSeconds, clock.townshipSeconds)),
            (county, township, (clock.townshipSeconds, clock.countySeconds)),
        ] where seconds.1 < seconds.0 {
            throw SettingsFault(
                key: key.rawValue,
                value: String(seconds.1),
                expected: "at least \(earlier.rawValue), which is \(seconds.0)"
            )
        }
        return clock
    }

    private static func selection(_ checked: SettingsValues) throws(SettingsFault) -> SelectionRule {
        let simple = SimpleSelection(initialOffers: try checked.integer(.initialOffers))
        var value = ValueRule()
        value.immediate = try worth(checked, .immediateAlertWorth, .immediateGoWorth)
        value.urgent = try worth(checked, .urgentAlertWorth, .urgentGoWorth)
        value.routine = try worth(checked, .routineAlertWorth, .routineGoWorth)
        value.horizonSeconds = try checked.integer(.horizonSeconds)
        value.candidateCount = try checked.integer(.candidateCount)
        return try checked.choice(.selectionRule) == "simple" ? .simple(simple) : .value(value)
    }

    private static func worth(
        _ checked: SettingsValues,
        _ alert: SettingsKey,
        _ going: SettingsKey
    ) throws(SettingsFault) -> ValueRule.Worth {
        ValueRule.Worth(alertSeconds: try checked.number(alert), goSeconds: try checked.number(going))
    }

    /// The effective text of each setting, with where it comes from.
    private static func merge(
        flags: [SettingsKey: String],
        file: [String: String],
        environment: [String: String]
    ) -> [(key: SettingsKey, value: String?, source: String)] {
        func provider(_ name: String, _ values: [(String, String)]) -> InMemoryProvider {
            let pairs = values.map { (AbsoluteConfigKey($0.split(separator: ".").map(String.init)), $1) }
            return InMemoryProvider(
                name: name,
                values: Dictionary(pairs.map { ($0.0, ConfigValue(.string($0.1), isSecret: false)) }) { first, _ in
                    first
                }
            )
        }
        let given = ConfigReader(provider: provider("flags", flags.map { ($0.key.rawValue, $0.value) }))
        let variables = ConfigReader(
            provider: EnvironmentVariablesProvider(environmentVariables: environment).prefixKeys(with: "arrived")
        )
        let written = ConfigReader(provider: provider("file", file.map { ($0.key, $0.value) }))
        return SettingsKey.allCases.map { key in
            let name = ConfigKey(key.rawValue.split(separator: ".").map(String.init))
            for (source, reader) in [("flag", given), ("environment", variables), ("file", written)] {
                if let value = reader.string(forKey: name) { return (key, value, source) }
            }
            return (key, key.standard, "default")
        }
    }

    /// Seconds between two test messages to an endpoint; nil for none.
    var testIntervalSeconds: Int? { testIntervalHours == 0 ? nil : testIntervalHours * 3_600 }

    /// Settings whose effective text is another; categories aside, which can always be taken anew.
    func differences(from other: Settings) -> [SettingsKey] {
        zip(effective, other.effective).filter { $0.value != $1.value }.map(\.0.key)
    }

    /// What decides whom to ask, as one text: when it changes, the journal says so.
    var policyText: String {
        let keys = effective.filter(\.key.isPolicy).map { "\($0.key.rawValue)=\($0.value ?? "")" }
        return (keys + categories.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }).joined(separator: "\n")
    }

    /// The effective settings as YAML with their sources; a file of it gives the same settings.
    var printed: String {
        let keys = effective.map { setting in
            "\(setting.key.rawValue): \(setting.value.map(Self.yaml) ?? "null")  # \(setting.source)"
        }
        let named = categories.sorted { $0.key < $1.key }.map { "\($0.key): \(Self.yaml($0.value))  # file" }
        return (keys + named).joined(separator: "\n")
    }

    /// The text as a YAML scalar, in quotes unless every reader takes it for itself.
    private static func yaml(_ text: String) -> String {
        let isPlain =
            text.first.map { $0.isLetter || $0.isNumber || $0 == "/" } ?? false
            && text.allSatisfy { ($0.isASCII && ($0.isLetter || $0.isNumber)) || "/._-:,".contains($0) }
            && !["null", "true", "false", "yes", "no", "on", "off"].contains(text.lowercased()) && text.last != ":"
        guard !isPlain else { return text }
        return "\"\(text.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "\"", with: "\\\""))\""
    }
}
