package import DispatchCore

extension Timestamp {
    /// What clocks on walls show then, where nobody has set them.
    package var asWall: WallTime { WallTime(milliseconds: milliseconds) }
}
