extension Int {
    /// The nearest whole number; 0 for no number at all.
    ///
    /// What was learned, stored or sent may be anything, and the usual initializer stops the process for what does not fit.
    package init(nearest value: Double) {
        if let number = Int(exactly: value.rounded()) {
            self = number
        } else {
            self = value.isNaN ? 0 : value < 0 ? .min : .max
        }
    }
}
