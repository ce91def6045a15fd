import Logging

/// Passes on to another handler what the shared threshold lets through.
struct ThresholdLogHandler<Base: LogHandler>: LogHandler {
    private var base: Base
    private let threshold: LogThreshold

    init(_ base: Base, threshold: LogThreshold) {
        self.base = base
        self.base.logLevel = .trace
        self.threshold = threshold
    }

    /// That of the whole daemon: to set it on one logger changes nothing.
    var logLevel: Logger.Level {
        get { threshold.level }
        set {}
    }

    var metadata: Logger.Metadata {
        get { base.metadata }
        set { base.metadata = newValue }
    }

    var metadataProvider: Logger.MetadataProvider? {
        get { base.metadataProvider }
        set { base.metadataProvider = newValue }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { base[metadataKey: key] }
        set { base[metadataKey: key] = newValue }
    }

    func log(event: LogEvent) {
        base.log(event: event)
    }
}
