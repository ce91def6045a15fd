import DispatchCore
import DispatchStore
import RosterFiles
import Testing

@Suite struct ImportEncodingTests {
    private static let header = Array((ImportFixture.villageHeader + "\n").utf8)
    private static let rowUTF8 = Array("900001,威县,9000,杨树镇,36.9,115.2,\n".utf8)
    /// The same row in GB18030: 威县 = CD FE CF D8, 杨树镇 = D1 EE CA F7 D5 F2.
    private static let rowGB =
        Array("900001,".utf8) + [0xCD, 0xFE, 0xCF, 0xD8] + Array(",9000,".utf8)
        + [0xD1, 0xEE, 0xCA, 0xF7, 0xD5, 0xF2] + Array(",36.9,115.2,\n".utf8)

    private func name(_ roster: CheckedRoster) -> [String] {
        guard case .villages(let records) = roster.records else { return [] }
        return records.map(\.name)
    }

    @Test(arguments: [1, 2, 3, 7, 4096])
    func bothEncodingsAreRecognizedWhereverChunksEnd(chunkBytes: Int) throws {
        let utf8 = try ImportFixture.check(Self.header + Self.rowUTF8, .villages, chunkBytes: chunkBytes)
        #expect(utf8.encoding == .utf8)
        #expect(name(utf8) == ["威县"])
        let gb = try ImportFixture.check(Self.header + Self.rowGB, .villages, chunkBytes: chunkBytes)
        #expect(gb.encoding == .gb18030)
        #expect(gb.records == utf8.records)
    }

    @Test(arguments: [1, 2, 3, 7, 4096])
    func markAtTheStartIsDropped(chunkBytes: Int) throws {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        for encoding in [TextEncoding.auto, .utf8] {
            let roster = try ImportFixture.check(
                mark + Self.header + Self.rowUTF8,
                .villages,
                encoding: encoding,
                chunkBytes: chunkBytes
            )
            #expect(name(roster) == ["威县"])
        }
        let gbMark: [UInt8] = [0x84, 0x31, 0x95, 0x33]
        let gb = try ImportFixture.check(
            gbMark + Self.header + Self.rowGB,
            .villages,
            chunkBytes: chunkBytes
        )
        #expect(name(gb) == ["威县"])
    }

    @Test(arguments: [1, 2, 3, 7, 4096])
    func fourByteCharactersOfGB18030AreRead(chunkBytes: Int) throws {
        // 90 30 81 30 is U+10000.
        let row = Array("900001,".utf8) + [0x90, 0x30, 0x81, 0x30] + Array(",9000,T,36.9,115.2,".utf8)
        let roster = try ImportFixture.check(Self.header + row, .villages, encoding: .gb18030, chunkBytes: chunkBytes)
        #expect(name(roster) == ["\u{10000}"])
    }

    @Test(arguments: [1, 2, 3, 7, 4096])
    func invalidBytesAreToldWithLineOffsetAndHex(chunkBytes: Int) throws {
        let bytes = Self.header + Self.rowUTF8 + Array("900002,".utf8) + [0xE5, 0xA8, 0x2C]
        let utf8 = try ImportFixture.fileFault {
            try ImportFixture.check(bytes, .villages, encoding: .utf8, chunkBytes: chunkBytes)
        }
        let offset = Self.header.count + Self.rowUTF8.count + 7
        #expect(utf8.code == .encoding)
        #expect(utf8.line == 3)
        #expect(utf8.message == "the bytes E5 A8 2C (line 3, byte offset \(offset)) are not UTF-8")

        let gbOffset = Self.header.count + Self.rowGB.count
        let gb = try ImportFixture.fileFault {
            try ImportFixture.check(
                Self.header + Self.rowGB + [0xFF, 0x41, 0x0A],
                .villages,
                encoding: .gb18030,
                chunkBytes: chunkBytes
            )
        }
        #expect(gb.line == 3)
        #expect(gb.message == "the byte FF (line 3, byte offset \(gbOffset)) is not GB18030")
    }

    @Test(arguments: [1, 2, 3, 7, 4096])
    func utf8CutWithinACharacterIsNotTakenForGB18030(chunkBytes: Int) throws {
        let cut = Self.header + Self.rowUTF8 + Array("900002,".utf8) + [0xE5, 0xA8]
        let fault = try ImportFixture.fileFault {
            try ImportFixture.check(cut, .villages, chunkBytes: chunkBytes)
        }
        #expect(fault.code == .encoding)
        #expect(fault.line == 3)
        #expect(fault.message.contains("ends in the middle of a character of UTF-8, with the bytes E5 A8"))
    }

    @Test func damagedUTF8IsNotTakenForGB18030() throws {
        // Read as GB18030 this would pass, with other characters in place of all names.
        let damaged =
            Self.header + Self.rowUTF8 + Array("900002,威".utf8) + [0xE5, 0x8E] + Array("县,9000,杨树镇,36.9,115.2,".utf8)
        let fault = try ImportFixture.fileFault { try ImportFixture.check(damaged, .villages) }
        #expect(fault.message.hasPrefix("the file is UTF-8 but damaged: the bytes E5 8E E5 (line 3"))
    }

    @Test func gb18030CutWithinACharacterIsRefused() throws {
        let fault = try ImportFixture.fileFault {
            try ImportFixture.check(Self.header + Self.rowGB + [0xCD], .villages, encoding: .gb18030)
        }
        #expect(fault.message.contains("ends in the middle of a character of GB18030, with the byte CD (line 3"))
    }

    @Test(arguments: [
        ([0x50, 0x4B, 0x03, 0x04, 0x14, 0x00], "an Excel workbook"),
        ([0xFF, 0xFE, 0x63, 0x00, 0x6F, 0x00], "UTF-16 text"),
    ])
    func otherKindsOfFilesAreNamed(bytes: [UInt8], what: String) throws {
        for encoding in TextEncoding.allCases {
            let fault = try ImportFixture.fileFault { try ImportFixture.check(bytes, .villages, encoding: encoding) }
            #expect(fault.message.contains(what))
        }
    }

    @Test func progressReachesTheEndInBothPhases() throws {
        var points: [ImportProgressPoint] = []
        let bytes = Self.header + Self.rowUTF8
        _ = try ImportFixture.check(bytes, .villages, chunkBytes: 16) { points.append($0) }
        #expect(points.last { $0.phase == .recognizing }?.bytesRead == bytes.count)
        #expect(points.last?.phase == .checking)
        #expect(points.last?.bytesRead == bytes.count)
        #expect(points.last?.totalBytes == bytes.count)
        #expect(points.last?.rowsRead == 1)
    }
}
