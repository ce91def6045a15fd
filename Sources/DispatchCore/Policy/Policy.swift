/// Everything about dispatching that a county may set; validated where it is read.
package struct Policy: Equatable, Sendable {
    package var categories: [Category] = Category.standard
    package var travel = TravelModel()
    package var selection: SelectionRule = .value(ValueRule())
    package var fairness = Fairness()
    package var priors = Priors()
    package var ladder = Ladder()
    package var integrators = IntegratorLimits()
    /// Whether what was learned of members counts; if not, everybody is taken to be as the priors say.
    package var isLearning = true

    /// Without a confirmation from the endpoint for this long, others are asked as well.
    package var confirmationSilenceSeconds = 5
    /// Without an answer for this long after delivery, others are asked as well.
    package var answerSilenceSeconds = 30
    /// How long an offer stays open, by urgency; scheduled requests count as routine.
    package var immediateOfferLifeSeconds = 600
    package var urgentOfferLifeSeconds = 1800
    package var routineOfferLifeSeconds = 7200
    /// Accepted and not set out for this long: the member is reminded …
    package var enRouteNudgeSeconds = 180
    /// … and for this long: they are taken not to come, and others are asked.
    package var enRouteLimitSeconds = 300
    /// On the way for this many times the expected travel, and the margin, and not on scene: the member is reminded …
    package var onSceneFactor = 1.5
    package var onSceneMarginSeconds = 120
    /// … and so much later they are taken not to come.
    package var onSceneLimitSeconds = 300
    /// A scheduled request starts asking this long before its time.
    package var leadTimeSeconds = 3600
    /// How long notices other than offers are tried.
    package var noticeLifeSeconds = 1800
    /// A new request is compared with those opened within this time …
    package var similarWindowSeconds = 1800
    /// … and within this distance: the next courtyard, not the next village.
    package var similarRadiusMeters = 150.0

    package init() {}

    package func category(_ name: String) -> Category? {
        categories.first { $0.name == name }
    }

    package func offerLifeSeconds(_ urgency: Urgency) -> Int {
        switch urgency {
        case .immediate: immediateOfferLifeSeconds
        case .urgent: urgentOfferLifeSeconds
        case .routine, .scheduled: routineOfferLifeSeconds
        }
    }

    /// Whether the caller should be told to call 120 as well: this service never replaces the emergency services.
    package func advisesEmergencyCall(_ request: HelpRequest) -> Bool {
        request.urgency == .immediate && category(request.category)?.isMedical ?? false
    }
}
