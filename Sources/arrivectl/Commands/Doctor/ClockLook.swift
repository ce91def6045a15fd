import DispatchWire
import Glibc

/// Whether the system says that its clock is kept right.
enum ClockLook {
    private static let programs = ["/usr/bin/timedatectl", "/bin/timedatectl"]

    static func perform() async -> FindingView {
        let subject = "synchronisation"
        let advice = "let systemd-timesyncd or chrony keep the clock"
        guard let program = programs.first(where: { unsafe access($0, X_OK) == 0 }),
            let outcome = await Program.run(program, ["show", "--property=NTPSynchronized", "--value"]),
            outcome.status == 0
        else { return FindingView(subject, .warning, "the system does not say whether its clock is kept right") }
        let isSynchronised = outcome.output.hasPrefix("yes")
        return isSynchronised
            ? FindingView(subject, .ok, "the clock is kept right")
            : FindingView(subject, .warning, "the clock is not synchronised", advice: advice)
    }
}
