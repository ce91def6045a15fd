import DispatchCore
import DispatchStore
import DispatchWire

/// Looking after endpoints and what is sent to them.
extension Dispatcher {
    /// Switches an endpoint off, or on again; nothing happens for one that is so already.
    ///
    /// - Returns: Whether there is such an endpoint.
    package func setEndpoint(_ id: Int64, isEnabled: Bool, by principal: Principal) async throws -> Bool {
        guard try await store.endpoint(id) != nil else { return false }
        _ = try await writer.submit(.changeEndpoint(id, disabled: isEnabled ? nil : .byHand), by: principal.actor)
        return true
    }

    /// Makes a settled delivery once more, under the same notice id; nothing happens for one that waits already.
    ///
    /// Throws the problem `notice-over` when its time has passed: whoever got it would be asked for what is long done.
    ///
    /// - Returns: Whether there is such a delivery.
    package func replay(_ id: Int64, by principal: Principal) async throws -> Bool {
        guard let delivery = try await store.delivery(id)?.delivery else { return false }
        guard delivery.state != "due" else { return true }
        guard delivery.deadline > clock.now else {
            throw Problem(
                .noticeOver,
                detail: "Its time ended at \(WireTime(milliseconds: delivery.deadline.milliseconds))."
            )
        }
        _ = try await writer.write([.deliveryReplayed(id: id, at: clock.now)])
        pump.outboxGrew([id])
        return true
    }
}
