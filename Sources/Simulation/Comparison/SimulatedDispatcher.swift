import DispatchCore

/// A policy at work: it hears what happens and says whom to alert, send and call back.
protocol SimulatedDispatcher {
    /// When it wants to be woken although nothing happens; nil when it does not.
    var nextMoment: Timestamp? { get }
    mutating func open(_ calls: [SimulatedCall], at now: Timestamp) -> [SimulatedMove]
    /// The member's endpoint took the alert, or could not be reached.
    mutating func deliver(_ alert: SimulatedAlert, isReached: Bool, at now: Timestamp) -> [SimulatedMove]
    mutating func hear(_ answer: SimulatedAnswer, to alert: SimulatedAlert, at now: Timestamp) -> [SimulatedMove]
    mutating func wake(at now: Timestamp) -> [SimulatedMove]
    /// The call is over: somebody was there, or its time is up.
    mutating func end(_ call: Int, at now: Timestamp)
}

/// A member who is asked for a call.
struct SimulatedAlert: Hashable {
    let call: Int
    let member: Int
}

enum SimulatedAnswer {
    case yes
    case no
    case setOut
    case arrived
}

enum SimulatedMove {
    case alert(SimulatedAlert)
    /// They said yes and go.
    case send(SimulatedAlert)
    /// They are told not to come, or that no answer is wanted any more.
    case recall(SimulatedAlert)
}

/// What one policy came to in one call.
package struct CallOutcome: Sendable {
    /// Seconds from the call to the first member on scene; nil when nobody was there within the reach.
    package var firstArrivalSeconds: Double?
    package var alerts = 0
    /// Members who were sent.
    package var going = 0
}
