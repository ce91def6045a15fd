/// How far two words are apart, to guess what was meant.
///
/// The Levenshtein distance over Unicode scalars: the fewest scalars put in, taken out or replaced (Wagner and Fischer,
/// “The String-to-String Correction Problem”, Journal of the ACM 21, 1974).
enum EditDistance {
    /// Scalars beyond which nobody guesses; keeps the work per pair small.
    static let lengthLimitScalars = 64

    static func isAtMost(_ limit: Int, from left: String, to right: String) -> Bool {
        distance(from: left, to: right, limit: limit) != nil
    }

    /// The distance, or nil when it is above the limit or a word is too long to be guessed.
    static func distance(from left: String, to right: String, limit: Int) -> Int? {
        let left = Array(left.unicodeScalars.prefix(lengthLimitScalars + 1))
        let right = Array(right.unicodeScalars.prefix(lengthLimitScalars + 1))
        guard max(left.count, right.count) <= lengthLimitScalars, abs(left.count - right.count) <= limit else {
            return nil
        }
        var costs = Array(0...right.count)
        for (row, scalar) in left.enumerated() {
            var diagonal = costs[0]
            costs[0] = row + 1
            for (column, other) in right.enumerated() {
                let replaced = diagonal + (scalar == other ? 0 : 1)
                diagonal = costs[column + 1]
                costs[column + 1] = min(replaced, costs[column] + 1, diagonal + 1)
            }
        }
        guard let distance = costs.last, distance <= limit else { return nil }
        return distance
    }
}
