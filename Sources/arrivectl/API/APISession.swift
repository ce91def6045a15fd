import DispatchWire

/// One command's dealings with the server: it sends, turns refusals into failures and prints answers.
struct APISession: Sendable {
    /// Attempts for a submission that carries an `Idempotency-Key`, the first included: together with the pauses they
    /// outlast a restart of the server and not the patience of a caller on the line.
    private static let submitAttempts = 4
    /// Longest pause the server may ask for before such a submission is given up.
    private static let retryPauseLimitSeconds = 5

    let console: Console
    let clock: LocalClock
    let surroundings: Surroundings
    let wantsJSON: Bool
    private let address: String
    private let connection: any APIConnection

    init(_ options: ServerOptions, _ surroundings: Surroundings) throws(CommandFailure) {
        self.surroundings = surroundings
        console = surroundings.console
        clock = surroundings.clock
        wantsJSON = options.json
        address = options.server ?? surroundings.variable("ARRIVED_SERVER") ?? ConfiguredServer.standardAddress
        connection = try surroundings.connect(address, try TokenChoice.token(for: address, options, surroundings))
    }

    /// Sends a call; throws if there is no answer or it is a refusal.
    func send(_ call: APICall) async throws(CommandFailure) -> APIAnswer {
        let answer = try await attempt(call)
        guard answer.isSuccess else { throw refusal(answer) }
        return answer
    }

    /// Sends a call and prints its answer: the JSON as it came, or what `describe` makes of it.
    func show<Answer: Decodable>(
        _ call: APICall,
        as type: Answer.Type = Answer.self,
        _ describe: (Answer) -> String
    ) async throws(CommandFailure) {
        try show(try await send(call), as: type, describe)
    }

    /// Prints an answer: the JSON as it came, or what `describe` makes of it.
    func show<Answer: Decodable>(
        _ answer: APIAnswer,
        as type: Answer.Type = Answer.self,
        _ describe: (Answer) -> String
    ) throws(CommandFailure) {
        if wantsJSON {
            console.print(json: answer.body)
        } else {
            console.print(describe(try read(type, from: answer.body)))
        }
    }

    /// Sends a submission under a key of its own, and again under the same key while that may help, so that a lost
    /// answer or a restart of the server makes neither two requests nor none.
    func submit(_ call: APICall) async throws(CommandFailure) -> APIAnswer {
        var call = call
        call.idempotencyKey = surroundings.newKey()
        var attempt = 1
        while true {
            let outcome = try await submitOnce(call, isRepeated: attempt > 1)
            switch outcome {
            case .done(let answer):
                return answer
            case .notYet(let failure, let pauseSeconds):
                guard attempt < Self.submitAttempts, pauseSeconds <= Self.retryPauseLimitSeconds else { throw failure }
                console.note("\(failure.sentence) Trying again.")
                await surroundings.pause(pauseSeconds)
                attempt += 1
            }
        }
    }

    /// What one attempt at a submission came to, if it did not fail for good.
    private enum SubmitOutcome {
        case done(APIAnswer)
        case notYet(CommandFailure, pauseSeconds: Int)
    }

    private func submitOnce(_ call: APICall, isRepeated: Bool) async throws(CommandFailure) -> SubmitOutcome {
        let answer: APIAnswer
        do {
            answer = try await connection.send(call)
        } catch {
            // Nobody there at the first attempt is most likely a wrong address or a daemon that does not run.
            guard error.mayHaveArrived || isRepeated else { throw unreachable(error) }
            return .notYet(unreachable(error), pauseSeconds: 1)
        }
        if answer.isSuccess { return .done(answer) }
        let refusal = refusal(answer)
        guard case .refused(let problem, _) = refusal, problem.status == 503 else { throw refusal }
        return .notYet(refusal, pauseSeconds: problem.retryAfterSeconds ?? 1)
    }

    /// Sends a call and returns the answer whatever its status.
    func attempt(_ call: APICall) async throws(CommandFailure) -> APIAnswer {
        do {
            return try await connection.send(call)
        } catch {
            throw unreachable(error)
        }
    }

    /// Reads an answer; one that is not of the API means that something else listens there.
    func read<Answer: Decodable>(
        _ type: Answer.Type = Answer.self,
        from body: [UInt8]
    ) throws(CommandFailure) -> Answer {
        do {
            return try WireJSON.read(type, from: body)
        } catch {
            throw .unreachable("\(address) gave an answer that is not understood")
        }
    }

    /// The failure that an answer outside 2xx stands for.
    func refusal(_ answer: APIAnswer) -> CommandFailure {
        do {
            return .refused(try WireJSON.read(Problem.self, from: answer.body), body: answer.body)
        } catch {
            return .unreachable("\(address) answered \(answer.status) and no more than that")
        }
    }

    private func unreachable(_ fault: ConnectionFault) -> CommandFailure {
        .unreachable("\(address) does not answer: \(fault.text)")
    }
}

extension APISession {
    /// Sends what asks for or changes a request, and shows the request as it stands then.
    func showRequest(after call: APICall) async throws(CommandFailure) {
        try await show(call, as: RequestView.self) { RequestReport(request: $0, clock: clock).full }
    }
}
