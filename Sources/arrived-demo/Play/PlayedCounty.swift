import CurlTransport
import Logging
import ServiceLifecycle
import Simulation
import WebhookDelivery

/// All played members of a county as services: their endpoints and they themselves.
struct PlayedCounty {
    let receiver: any Service
    let player: any Service

    struct Settings: Sendable {
        var port: Int
        var seed: UInt64
        var habits: MemberHabits
        var clockRate: Double
        /// Nil when notices are not signed.
        var secret: WebhookSecret?
    }

    /// - Parameter report: Told of every tap that was refused.
    init(
        _ settings: Settings,
        logger: Logger,
        report: @escaping @Sendable (PlayedOutcome) async -> Void
    ) throws {
        let cases = PlayedCases()
        // What the stream holds is bounded by `PlayedCases.caseLimit`: a case is opened there before it comes here.
        let (opened, continuation) = AsyncStream.makeStream(of: OpenedCase.self, bufferingPolicy: .unbounded)
        let noticeReceiver = NoticeReceiver(
            cases: cases,
            opened: continuation,
            secret: settings.secret,
            isClockTrue: settings.clockRate == 1
        )
        receiver = noticeReceiver.application(port: settings.port, logger: logger)
        // A played member answers to this machine only, whatever a notice says.
        let loopback = AddressPolicy(allowedNetworks: [try Network(cidr: "127.0.0.0/8")])
        player = MemberPlayer(
            cases: cases,
            opened: opened,
            caller: CallbackCaller(loop: try CurlLoop(configuration: .init(policy: loopback))),
            habits: settings.habits,
            seed: settings.seed,
            clockRate: settings.clockRate,
            logger: logger,
            report: report
        )
    }
}
