import DispatchStore
import RosterFiles
import Testing

/// Whatever the bytes, a file is taken or refused; nothing stops the process.
@Suite struct ImportFuzzTests {
    private static let rounds = 150

    @Test(arguments: [UInt64(1), 2, 3, 4])
    func randomBytesNeverStopTheProcess(seed: UInt64) throws {
        var generator = SeededGenerator(state: seed)
        for _ in 0..<Self.rounds {
            let count = Int.random(in: 0...400, using: &generator)
            let noise = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
            try endsWell(noise, &generator)
        }
    }

    @Test(arguments: [UInt64(5), 6, 7, 8])
    func damagedRostersNeverStopTheProcess(seed: UInt64) throws {
        var generator = SeededGenerator(state: seed)
        let texts = [
            ImportFixture.villageHeader + "\n900001,威县,9000,杨树镇,36.9,115.2,GCJ-02\n",
            ImportFixture.memberHeader
                + "\nM1,甲一,13900000001,900001,,36.9,115.2,,\"a;b\",car,,http://a.example/x,\(ImportFixture.secret)\r\n",
            ImportFixture.householdHeader + "\rH1,乙一,,900001,\"东\"\"头\",,,,M1;M2,一\n",
        ]
        for round in 0..<Self.rounds {
            var bytes = Array(texts[round % texts.count].utf8)
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                let at = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: bytes[at] = UInt8.random(in: .min ... .max, using: &generator)
                case 1: bytes.insert(bytes[Int.random(in: 0..<bytes.count, using: &generator)], at: at)
                default: bytes.removeSubrange(at..<min(bytes.count, at + 3))
                }
                if bytes.isEmpty { break }
            }
            try endsWell(bytes, &generator)
        }
    }

    /// The answer is the same whatever the size of the chunks, except that bytes which are no text are seen before what
    /// else is wrong in the same chunk.
    private func endsWell(_ bytes: [UInt8], _ generator: inout SeededGenerator) throws {
        let kind = RosterKind.allCases.randomElement(using: &generator) ?? .villages
        let encoding = TextEncoding.allCases.randomElement(using: &generator) ?? .auto
        let answers = try [4, 5, 7, 4096].map { chunkBytes -> Result<CheckedRoster, RosterFileFault> in
            do {
                return .success(try ImportFixture.check(bytes, kind, encoding: encoding, chunkBytes: chunkBytes))
            } catch let fault as RosterFileFault {
                return .failure(fault)
            }
        }
        let settled = answers.filter { answer in
            if case .failure(.file(let fault)) = answer { fault.code != .encoding } else { true }
        }
        for answer in settled { #expect(answer == settled[0], "\(bytes)") }
        let isRefusedAlways = answers.allSatisfy { if case .failure = $0 { true } else { false } }
        #expect(settled.count == answers.count || isRefusedAlways, "\(bytes)")
    }
}

/// SplitMix64 (Steele, Lea and Flood, 2014): the same numbers for the same seed, everywhere.
private struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
