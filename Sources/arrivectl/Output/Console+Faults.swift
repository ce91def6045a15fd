import DispatchWire

extension Console {
    /// Lists what is wrong in a file line by line, and how many more there are.
    func note(faults: [ImportLineError], total: Int) {
        for fault in faults { note(fault.description) }
        let rest = total - faults.count
        if rest > 0 { note("… and \(Quantity.count(rest)) more") }
    }
}
