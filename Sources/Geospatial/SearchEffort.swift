/// What one search of ``NearestIndex`` had to look at: the measure behind the promise that those who are not wanted
/// cost nothing.
package struct SearchEffort: Hashable, Sendable {
    /// Tree nodes entered.
    package internal(set) var nodes = 0

    /// Entries whose traits were looked at, in the leaves entered.
    package internal(set) var entries = 0
}
