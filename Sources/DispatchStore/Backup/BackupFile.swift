package import DispatchCore
import Glibc

/// A backup in the folder, by its name: `arrived-130533-20250601T003020Z.db`.
package struct BackupFile: Equatable, Sendable {
    package let name: String
    /// From the name, to the second.
    package let madeAt: WallTime
    package let sizeBytes: Int

    /// The name of a backup that is made now.
    package static func name(countyCode: String, at time: WallTime) -> String {
        "\(prefix(countyCode))\(stamp(time)).db"
    }

    /// When the backup of this name was made; nil for every other name, however like.
    package static func time(ofName name: String, countyCode: String) -> WallTime? {
        let prefix = prefix(countyCode)
        guard name.hasPrefix(prefix), name.hasSuffix(".db") else { return nil }
        let stamp = name.dropFirst(prefix.count).dropLast(3)
        let parts = [(0, 4), (4, 2), (6, 2), (9, 2), (11, 2), (13, 2)].map { start, length in
            Int32(stamp.dropFirst(start).prefix(length)) ?? 0
        }
        var fields = unsafe tm()
        unsafe fields.tm_year = parts[0] - 1900
        unsafe fields.tm_mon = parts[1] - 1
        unsafe fields.tm_mday = parts[2]
        unsafe fields.tm_hour = parts[3]
        unsafe fields.tm_min = parts[4]
        unsafe fields.tm_sec = parts[5]
        let time = WallTime(milliseconds: Int64(unsafe timegm(&fields)) * 1000)
        // Whatever is not exactly as it would be written (signs, a 31st of June) is none.
        return Self.stamp(time) == stamp ? time : nil
    }

    /// A code with a letter that no name should have would lead out of the folder.
    static func prefix(_ countyCode: String) -> String {
        let code = countyCode.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" }
        return "arrived-\(String(code))-"
    }

    /// Year to second in UTC: `20250601T003020Z`.
    private static func stamp(_ time: WallTime) -> String {
        var seconds = time_t(time.milliseconds / 1000)
        var fields = unsafe tm()
        // A null result means a year beyond what `tm` holds, which no clock shows.
        guard unsafe gmtime_r(&seconds, &fields) != nil else { return "" }
        let date = unsafe [(fields.tm_year + 1900, 4), (fields.tm_mon + 1, 2), (fields.tm_mday, 2)]
        let clock = unsafe [(fields.tm_hour, 2), (fields.tm_min, 2), (fields.tm_sec, 2)]
        let texts = [date, clock].map { parts in
            parts.map { number, width in
                let text = String(number)
                return String(repeating: "0", count: max(0, width - text.count)) + text
            }.joined()
        }
        return texts.joined(separator: "T") + "Z"
    }
}
