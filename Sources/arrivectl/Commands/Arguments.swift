import ArgumentParser
import DispatchWire

// How words and values of the API are read from a command line.

extension PlaceReference.CoordinateSystem: ExpressibleByArgument {}

extension RequestView.Urgency: ExpressibleByArgument {}

extension RequestView.State: ExpressibleByArgument {}

extension MemberView.Duty: ExpressibleByArgument {}

extension TokenView.Role: ExpressibleByArgument {}

extension ImportKind: ExpressibleByArgument {}
extension EndpointList.Filter: ExpressibleByArgument {}
extension DeliveryView.State: ExpressibleByArgument {}

extension ImportEncoding: ExpressibleByArgument {}

extension WireTime: ExpressibleByArgument {
    package init?(argument: String) {
        // `try?` loses only which part is wrong; the parser's message shows the form.
        guard let time = try? WireTime(argument) else { return nil }
        self = time
    }
}

extension NewSeat: ExpressibleByArgument {
    /// Reads `ROLE[:CAPABILITY,…][*COUNT]`, such as `driver:vehicle` or `helper*3`.
    package init?(argument: String) {
        let counted = argument.split(separator: "*", maxSplits: 1, omittingEmptySubsequences: false)
        let parts = counted[0].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard !parts[0].isEmpty else { return nil }
        self.init(role: String(parts[0]))
        if parts.count == 2 { requires = parts[1].split(separator: ",").map(String.init) }
        guard counted.count == 2 else { return }
        guard let count = Int(counted[1]), count > 0 else { return nil }
        self.count = count
    }
}
