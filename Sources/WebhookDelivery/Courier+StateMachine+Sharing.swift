/// What goes to a group together.
extension Courier.StateMachine {
    /// What goes along in one message: what waits for the same group and says the same to others, and anything else if
    /// the next message would have to wait.
    func share(_ job: DeliveryJob, now: Int64) -> (ChannelPayload, companions: [Int64]) {
        guard case .messages(var messages) = job.payload, job.channel.isGroup, held[job.deliveryID]?.goesAlone != true
        else { return (job.payload, []) }
        let isCrowded = wait(afterStartOf: job, now: now) > configuration.crowdedAfterMilliseconds
        var companions: [Int64] = []
        for delivery in queue.waiting(for: job.endpointID) {
            guard companions.count + 1 < configuration.sharedMessageLimit else { break }
            guard let entry = held[delivery], !entry.goesAlone,
                case .messages(let more) = entry.job.payload, let message = more.first,
                ChannelMessage.add(message, to: &messages, over: job.channel, isCrowded: isCrowded)
            else { continue }
            companions.append(delivery)
        }
        return (.messages(messages), companions)
    }

    /// How long the endpoint's next attempt must wait once this one has started.
    private func wait(afterStartOf job: DeliveryJob, now: Int64) -> Int64 {
        guard let pace = job.channel.pace else { return 0 }
        var log = paces[job.endpointID] ?? PaceLog()
        log.note(now, pace)
        return max(now, log.next(pace)) - now
    }
}
