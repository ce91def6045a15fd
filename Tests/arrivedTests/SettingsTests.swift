import DispatchCore
import DispatchHTTP
import Testing

@testable import arrived

struct SettingsTests {
    /// The fault that settings end in; nil when they are taken.
    static func fault(
        flags: [SettingsKey: String] = [:],
        file: [String: String] = [:],
        environment: [String: String] = [:]
    ) -> String? {
        do throws(SettingsFault) {
            _ = try Settings(flags: flags, file: file, environment: environment)
            return nil
        } catch {
            return error.description
        }
    }

    /// The variable of a setting, as the documentation spells it.
    static func variable(_ key: SettingsKey) -> String {
        "ARRIVED_"
            + key.rawValue.replacing("URL", with: "Url").map { character in
                character == "." ? "_" : character.isUppercase ? "_\(character)" : character.uppercased()
            }.joined()
    }

    @Test func everySettingComesFromFileEnvironmentAndFlagInRisingPrecedence() throws {
        for key in SettingsKey.allCases {
            let (low, middle, high) = try Self.values(of: key)
            let file = Self.companions(of: key).merging([key.rawValue: low]) { $1 }
            let environment = [Self.variable(key): middle]
            func effective(_ settings: Settings) -> (String?, String) {
                settings.effective.first { $0.key == key }.map { ($0.value, $0.source) } ?? (nil, "")
            }
            let fromFile = try Settings(flags: [:], file: file, environment: [:])
            #expect(effective(fromFile) == (low, "file"))
            let fromEnvironment = try Settings(flags: [:], file: file, environment: environment)
            #expect(effective(fromEnvironment) == (middle, "environment"), "\(Self.variable(key))")
            let fromFlag = try Settings(flags: [key: high], file: file, environment: environment)
            #expect(effective(fromFlag) == (high, "flag"))
            let byDefault = try Settings(flags: [:], file: [:], environment: [:])
            #expect(effective(byDefault) == (key.standard, "default"))
        }
    }

    /// Settings without which the extremes of this one would be refused: clocks of the ladder must not fall.
    private static func companions(of key: SettingsKey) -> [String: String] {
        var companions: [String: String] = [:]
        for urgency in ["immediate", "urgent", "routine"] {
            for (level, seconds) in [("Branch", "1"), ("Township", "1"), ("County", "604800")] {
                companions["escalation.\(urgency)\(level)Seconds"] = seconds
            }
        }
        if key.rawValue.hasSuffix("BranchSeconds") {
            companions[key.rawValue.replacing("Branch", with: "Township")] = "604800"
        }
        return companions
    }

    /// Three values that a setting takes, different where there are that many.
    private static func values(of key: SettingsKey) throws -> (String, String, String) {
        switch key.form {
        case .choice(let words): (words[0], words[words.count / 2], words[words.count - 1])
        case .integer(let range): (String(range.lowerBound), String(range.lowerBound + 1), String(range.upperBound))
        case .number(let range): (String(range.lowerBound), String(range.lowerBound + 0.5), String(range.upperBound))
        case .list: ("10.0.0.0/8", "192.168.0.0/16,fd00::/8", "127.0.0.1")
        case .text:
            switch key {
            case .listen: ("0.0.0.0:1", "[::1]:2", "localhost:65535")
            case .publicURL: ("http://a.example", "https://b.example/x", "https://c.example:8443")
            case _: ("/a", "/b", "/c")
            }
        }
    }

    @Test func theDefaultsAreThoseOfThePolicy() throws {
        let settings = try Settings(flags: [:], file: [:], environment: [:])
        #expect(settings.policy == Policy())
        #expect(settings.store == nil)
        #expect(settings.listenHost == "127.0.0.1")
        #expect(settings.listenPort == 7878)
        #expect(settings.publicURL == "http://127.0.0.1:7878")
        #expect(settings.clockRate == 1)
        #expect(settings.allowedNetworks.isEmpty)
    }

    @Test(
        arguments: [
            ("0.0.0.0:80", nil, "http://127.0.0.1:80", false), ("[::]:7878", nil, "http://127.0.0.1:7878", false),
            ("[::1]:8080", nil, "http://[::1]:8080", true),
            ("0.0.0.0:80", "https://arrived.example", "https://arrived.example", true),
        ] as [(String, String?, String, Bool)]
    )
    func linksLeadToWhereTheDaemonIsReached(listen: String, named: String?, links: String, isReachable: Bool) throws {
        var flags = [SettingsKey.listen: listen]
        if let named { flags[.publicURL] = named }
        let settings = try Settings(flags: flags, file: [:], environment: [:])
        #expect(settings.publicURL == links)
        #expect(settings.hasReachableURL == isReachable)
    }

    @Test func readsAddressesAndNetworks() throws {
        let settings = try Settings(
            flags: [.listen: "[::1]:8080", .allowedNetworks: "10.0.0.0/8, fd00::/8"],
            file: ["http.publicURL": "https://arrived.example/"],
            environment: [:]
        )
        #expect(settings.listenHost == "::1")
        #expect(settings.listenPort == 8080)
        #expect(settings.publicURL == "https://arrived.example", "links begin with it")
        #expect(settings.allowedNetworks.count == 2)
    }

    @Test func aValueOutOfItsFormIsNamedWithWhatIsRight() {
        for key in SettingsKey.allCases {
            let (bad, right): ([String], String)
            switch key.form {
            case .choice(let words): (bad, right) = (["x", "", "ZH "], "one of \(words.joined(separator: ", "))")
            case .integer(let range):
                bad = ["x", "", "1.5", "1e3", "\(range.upperBound + 1)", "99999999999999999999", "-1"]
                right = "a whole number from \(range.lowerBound) to \(range.upperBound)"
            case .number(let range):
                bad = ["x", "", "nan", "inf", "-1", "\(range.upperBound + 1)"]
                right = "a number from \(range.lowerBound) to \(range.upperBound)"
            case .list: (bad, right) = (["x", "10.0.0.0/33", "10.1.2.3/8"], "a network such as 10.20.0.0/16")
            case .text:
                switch key {
                case .listen:
                    (bad, right) = (["", "7878", "a:", ":1", "a:65536", "a:-1"], "HOST:PORT, such as 127.0.0.1:7878")
                case .publicURL:
                    (bad, right) = (
                        ["x", "ftp://a.example", "https://", "https://a.example?x=1"],
                        "an address such as https://arrived.example.cn"
                    )
                case _: continue
                }
            }
            for value in bad {
                let fault = Self.fault(environment: [Self.variable(key): value])
                #expect(fault == "configuration: \(key.rawValue) is “\(value)”, but must be \(right)")
            }
        }
    }

    @Test func printsEverySettingWithItsSource() throws {
        let settings = try Settings(
            flags: [.listen: "[::1]:7878"],
            file: ["store": "/var/lib/arrived/a \"b\" # c.db", "delivery.allowNetworks": "10.0.0.0/8,fd00::/8"],
            environment: ["ARRIVED_LOG_LEVEL": "debug", "ARRIVED_TOKEN": "not a setting of the daemon"]
        )
        #expect(
            settings.printed == """
                store: "/var/lib/arrived/a \\"b\\" # c.db"  # file
                listen: "[::1]:7878"  # flag
                http.publicURL: null  # default
                http.trustedProxies: ""  # default
                http.language: zh  # default
                http.maximumConnections: 1024  # default
                delivery.allowNetworks: 10.0.0.0/8,fd00::/8  # file
                delivery.inFlightLimit: 512  # default
                delivery.attemptTimeoutSeconds: 5  # default
                delivery.testIntervalHours: 0  # default
                writer.queueLimit: 4096  # default
                writer.batchLimit: 256  # default
                limits.openSeatsPerIntegrator: 200  # default
                limits.openSeatsOfIntegrators: 1000  # default
                backup.folder: null  # default
                backup.keep: 14  # default
                selection.rule: value  # default
                selection.initialOffers: 3  # default
                selection.immediateAlertWorthSeconds: 1.4  # default
                selection.immediateGoWorthSeconds: 0.5  # default
                selection.urgentAlertWorthSeconds: 5  # default
                selection.urgentGoWorthSeconds: 5  # default
                selection.routineAlertWorthSeconds: 30  # default
                selection.routineGoWorthSeconds: 20  # default
                selection.horizonSeconds: 900  # default
                selection.candidates: 64  # default
                fairness.weeklyAlertLimit: 30  # default
                fairness.restSeconds: 3600  # default
                fairness.alertCostShare: 0.1  # default
                fairness.contactHeadStartSeconds: 30  # default
                learning.enabled: "true"  # default
                learning.acceptance: 0.35  # default
                learning.noShow: 0.1  # default
                travel.roadFactor: 1.3  # default
                travel.turnoutSeconds: 105  # default
                travel.walkMetersPerSecond: 1.8  # default
                travel.bicycleMetersPerSecond: 3.5  # default
                travel.ebikeMetersPerSecond: 5.5  # default
                travel.carMetersPerSecond: 8.5  # default
                offers.confirmationSilenceSeconds: 5  # default
                offers.answerSilenceSeconds: 30  # default
                offers.immediateLifeSeconds: 600  # default
                offers.urgentLifeSeconds: 1800  # default
                offers.routineLifeSeconds: 7200  # default
                assignments.enRouteNudgeSeconds: 180  # default
                assignments.enRouteLimitSeconds: 300  # default
                assignments.onSceneMarginSeconds: 120  # default
                assignments.onSceneLimitSeconds: 300  # default
                escalation.immediateBranchSeconds: 120  # default
                escalation.immediateTownshipSeconds: 240  # default
                escalation.immediateCountySeconds: 480  # default
                escalation.urgentBranchSeconds: 600  # default
                escalation.urgentTownshipSeconds: 1200  # default
                escalation.urgentCountySeconds: 2400  # default
                escalation.routineBranchSeconds: 7200  # default
                escalation.routineTownshipSeconds: 28800  # default
                escalation.routineCountySeconds: 86400  # default
                requests.leadTimeSeconds: 3600  # default
                requests.similarWindowSeconds: 1800  # default
                requests.similarRadiusMeters: 150  # default
                retention.personalDays: 180  # default
                retention.attemptDays: 90  # default
                retention.attemptLimit: 2000000  # default
                retention.journalDays: 730  # default
                retention.journalLimit: 5000000  # default
                log.level: debug  # environment
                clockRate: 1  # default
                """
        )
        let again = try Settings(
            flags: [:],
            file: try SettingsFile.parse(settings.printed, path: "printed"),
            environment: [:]
        )
        #expect(again.effective.map { $0.value ?? "" } == settings.effective.map { $0.value ?? "" })
    }
}
