/// A wall clock that runs faster than the real one, so that retries need not be waited for at their real pace.
struct FastClock: Sendable {
    let rate: Int64
    private let start = ContinuousClock.now
    /// 2023-11-14 22:13:20 UTC.
    static let startMilliseconds: Int64 = 1_700_000_000_000

    init(rate: Int64) {
        self.rate = rate
    }

    func now() -> Int64 {
        let elapsed = start.duration(to: .now).components
        let microseconds = elapsed.seconds * 1_000_000 + elapsed.attoseconds / 1_000_000_000_000
        return FastClock.startMilliseconds + microseconds * rate / 1_000
    }

    func wait(milliseconds: Int64) async {
        // Throws only when the task is cancelled, and then the wait is over.
        try? await Task.sleep(for: .microseconds(milliseconds * 1_000 / rate))
    }
}
