package import DispatchStore

/// Reads a roster file and checks every value of it; nothing is changed anywhere.
///
/// The file is read in chunks, once, or twice when its encoding must be recognized. It takes processor time in
/// proportion to the file, so it must not run where calls are answered. The records of the whole file are held in
/// memory, because a file lands whole or not at all.
package struct RosterCheck: Sendable {
    private let limits: ImportLimits
    private let chunkBytes: Int

    package init(limits: ImportLimits = ImportLimits(), chunkBytes: Int = ImportLimits.chunkBytes) {
        self.limits = limits
        self.chunkBytes = chunkBytes
    }

    /// The records of a file in which everything is right, or what is wrong.
    ///
    /// - Parameter progress: called after each chunk, on the caller's thread.
    package func check(
        fileAt path: String,
        kind: RosterKind,
        encoding: TextEncoding,
        known: ImportKnowledge,
        progress: (ImportProgressPoint) -> Void
    ) throws(RosterFileFault) -> CheckedRoster {
        let file: RosterFile
        let settled: FileEncoding
        do throws(ImportFileFault) {
            file = try RosterFile(path: path, limitBytes: limits.fileBytes, chunkBytes: chunkBytes)
            settled = try settle(encoding, of: file, progress)
        } catch {
            throw .file(error)
        }
        let records: CheckedRoster.Records =
            switch kind {
            case .villages: .villages(try records(of: file, settled, VillageRowReader(), progress))
            case .members: .members(try records(of: file, settled, MemberRowReader(knowledge: known), progress))
            case .households:
                .households(try records(of: file, settled, HouseholdRowReader(knowledge: known), progress))
            case .desks: .desks(try records(of: file, settled, DeskRowReader(knowledge: known), progress))
            }
        return CheckedRoster(records: records, encoding: settled)
    }

    private func settle(
        _ encoding: TextEncoding,
        of file: RosterFile,
        _ progress: (ImportProgressPoint) -> Void
    ) throws(ImportFileFault) -> FileEncoding {
        switch encoding {
        case .utf8: return .utf8
        case .gb18030: return .gb18030
        case .auto: break
        }
        var recognition = EncodingRecognition()
        while !recognition.isMarkedUTF8, let chunk = try file.next() {
            recognition.read(chunk)
            progress(point(.recognizing, file, rowsRead: 0, faultCount: 0))
        }
        try file.rewind()
        return try recognition.encoding()
    }

    private func records<Reader: RosterRowReader>(
        of file: RosterFile,
        _ encoding: FileEncoding,
        _ reader: Reader,
        _ progress: (ImportProgressPoint) -> Void
    ) throws(RosterFileFault) -> [Reader.Record] {
        var rows = RosterRows(reader: reader, limits: limits)
        do throws(ImportFileFault) {
            try read(file, encoding, into: &rows, progress)
        } catch {
            throw .file(error)
        }
        guard rows.faults.total == 0 else { throw .lines(first: rows.faults.first, total: rows.faults.total) }
        return rows.records
    }

    private func read<Reader: RosterRowReader>(
        _ file: RosterFile,
        _ encoding: FileEncoding,
        into rows: inout RosterRows<Reader>,
        _ progress: (ImportProgressPoint) -> Void
    ) throws(ImportFileFault) {
        var decoder = try TextDecoder(encoding)
        var csv = CSVReader(limits: limits)
        while let chunk = try file.next() {
            if file.bytesRead == chunk.count { try EncodingRecognition.refuseOtherKinds(chunk) }
            try csv.read(decoder.decode(chunk)) { row throws(ImportFileFault) in try rows.take(row) }
            progress(point(.checking, file, rowsRead: rows.rowsRead, faultCount: rows.faults.total))
        }
        try csv.read(decoder.finish()) { row throws(ImportFileFault) in try rows.take(row) }
        try csv.finish { row throws(ImportFileFault) in try rows.take(row) }
        try rows.finish()
    }

    private func point(
        _ phase: ImportProgressPoint.Phase,
        _ file: RosterFile,
        rowsRead: Int,
        faultCount: Int
    ) -> ImportProgressPoint {
        ImportProgressPoint(
            phase: phase,
            bytesRead: file.bytesRead,
            totalBytes: file.totalBytes,
            rowsRead: rowsRead,
            faultCount: faultCount
        )
    }
}
