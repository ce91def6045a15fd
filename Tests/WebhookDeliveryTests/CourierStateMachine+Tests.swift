import WebhookDelivery

extension Courier.StateMachine {
    /// Advances, expecting no cuts to matter.
    mutating func starts(now: Int64) -> [Attempt] {
        advance(now: now).starts
    }

    mutating func end(_ attempt: UInt64, _ verdict: AttemptResult.Verdict, now: Int64) {
        ended(attempt, AttemptResult(verdict), now: now)
    }

    mutating func recordAll(now: Int64) {
        recorded(takeReports(limit: .max), now: now)
    }
}

extension [Courier.StateMachine.Action] {
    var starts: [Courier.StateMachine.Attempt] {
        compactMap { action in
            switch action {
            case .start(let attempt): attempt
            case .cut: nil
            }
        }
    }

    var cuts: [UInt64] {
        compactMap { action in
            switch action {
            case .start: nil
            case .cut(let number): number
            }
        }
    }
}
