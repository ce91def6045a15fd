extension Courier {
    /// How busy the courier is, for metrics.
    package struct Load: Hashable, Sendable {
        /// Jobs in memory, whatever their stage.
        package var held: Int
        /// Attempts on the wire.
        package var inFlight: Int
        /// Those of them at sick endpoints.
        package var sickInFlight: Int
        package var knownSickEndpoints: Int
        /// Reports that the sink has not been given yet.
        package var unrecordedReports: Int
    }
}
