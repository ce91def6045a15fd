/// How large a roster file may be.
///
/// The limits keep one file from taking the memory of a daemon that has calls to answer; they lie far above any county.
package struct ImportLimits: Hashable, Sendable {
    /// One value; the longest that is right, a note, is 2,000 characters. A forgotten closing quote ends here.
    package var fieldBytes = 64 * 1024
    /// Columns of one row; the widest list has 13 of its own.
    package var columns = 256
    /// Rows below the header; the largest county has some 20,000 members in a thousand villages.
    package var rows = 1_000_000
    /// The whole file, as uploads are bounded too.
    package var fileBytes = 256 * 1024 * 1024

    package init() {}

    /// Bytes taken from the file at a time: few system calls, little memory.
    package static let chunkBytes = 256 * 1024
    /// Faulty lines told in full; whoever has more has one systematic fault, and the rest is counted.
    static let faultsInFull = 100
    /// Characters of a faulty value that are shown.
    static let shownValueCharacters = 80
    /// Bytes of an id or code, the same as for members.
    static let idBytes = 64
    /// Characters of a name.
    static let nameCharacters = 200
    /// Characters of an address.
    static let addressCharacters = 500
    /// Characters of a note.
    static let noteCharacters = 2000
    /// Digits of a phone number: an emergency short number and more to an international one with its extension.
    static let phoneDigits = 5...20
    /// Members who look after one household.
    static let contacts = 32
    /// Bytes of an endpoint's URL; proxies and servers refuse much longer ones.
    static let urlBytes = 2048
    /// Bytes of a signing secret, from Standard Webhooks.
    static let secretBytes = 24...64
    /// Characters of a robot's secret or of an access token; the platforms' own have some 70.
    static let secretCharacters = 256

    /// How far from its own village a place may lie, in metres; villages lie 1 to 3 km apart, so more is another one.
    static let ownVillageMeters = 10_000.0
    /// How far a village may lie from the middle of its county, in metres; a wrong digit is seldom nearer.
    static let countyRadiusMeters = 60_000.0
    /// Villages from which a middle can be told; of two, nobody knows which one is wrong.
    static let villagesForMiddle = 3
    /// Villages or members named as “near” an unknown one.
    static let suggestions = 3
}
