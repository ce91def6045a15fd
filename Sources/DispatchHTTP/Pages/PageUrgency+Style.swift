extension PageUrgency {
    /// The colour of the page's head.
    var style: HTMLText {
        switch self {
        case .immediate: "immediate"
        case .urgent: "urgent"
        case .routine: "routine"
        case .scheduled: "scheduled"
        }
    }
}
