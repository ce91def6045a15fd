import DispatchWire
import TestSupport

/// Answers offers as members do, and does what they accepted; repeats whatever got no answer.
struct Responder {
    let client: APIClient
    let gate: Gate
    let ledger: Ledger
    var random: SeededGenerator

    mutating func work(_ notices: AsyncStream<HeardNotice>) async throws {
        for await notice in notices where notice.kind == "offer.created" {
            switch Int.random(in: 0..<4, using: &random) {
            case 0: break
            case 1: try await decline(notice)
            case _: try await accept(notice)
            }
        }
    }

    private func decline(_ notice: HeardNotice) async throws {
        guard let answer = try await call(notice, .decline) else { return }
        if answer.status == 200 || answer.status == 409 {
            ledger.answered()
        } else {
            ledger.surprise("decline", answer)
        }
    }

    private func accept(_ notice: HeardNotice) async throws {
        guard let answer = try await call(notice, .accept) else { return }
        guard answer.status == 200 else {
            return answer.status == 409 ? ledger.answered() : ledger.surprise("accept", answer)
        }
        let reply: CallbackReply = try answer.read()
        // A repeat may come when all is over.
        if reply.state != "stood-down" { ledger.accepted(offer: notice.body.data.offer?.id ?? "") }
        for action in [CallbackAction.Action.enRoute, .onScene, .cleared] {
            guard let step = try await call(notice, action) else { return }
            guard step.status == 200 || step.status == 409 else { return ledger.surprise(action.rawValue, step) }
            ledger.answered()
        }
    }

    private func call(_ notice: HeardNotice, _ action: CallbackAction.Action) async throws -> APIClient.Answer? {
        try await gate.persist { try await client.answer(notice.body.data.links.callback, action) }
    }
}
