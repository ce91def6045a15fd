package import DispatchCore
package import DispatchWire

/// Times as they leave the house: wall time, whatever they are counted by inside.
extension WireTime {
    package init(_ time: WallTime) {
        self.init(milliseconds: time.milliseconds)
    }
}

extension ServiceClock {
    /// What clocks on walls showed at this moment, or will show.
    package func wire(_ moment: Timestamp) -> WireTime { WireTime(wall(of: moment)) }
}
