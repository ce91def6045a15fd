import DispatchWire

/// The entries of a list that one answer has room for: bounded in bytes as well as in number.
struct Page<View: Encodable> {
    private(set) var views: [View] = []
    /// Whether something was left out, for the next page.
    private(set) var isFull = false
    private var bytes = 0

    /// Adds an entry if there is room. The first one is always taken, so that every page leads on.
    mutating func add(_ view: View) throws {
        guard !isFull else { return }
        bytes += try WireJSON.bytes(of: view).count
        guard views.isEmpty || bytes <= WireLimits.pageBytes else {
            isFull = true
            return
        }
        views.append(view)
    }
}
