import DispatchStore
import DispatchTestSupport
import Foundation
import StoreTestSupport
import Testing

/// Space set aside for the day the disk is full.
struct DiskReserveTests {
    private static let reserveBytes = 4 << 20

    @Test(.enabled(if: SmallDisk.isPermitted, "needs to mount a small file system"))
    func theReserveIsTakenGivenBackAndTakenAgain() throws {
        let disk = try SmallDisk(megabytes: 64)
        let files = StoreFixture.files(in: disk.folder)
        let reserve = DiskReserve(files, sizeBytes: Self.reserveBytes)
        #expect(!reserve.isHeld)
        #expect(reserve.restore())
        #expect(reserve.isHeld)
        let attributes = try FileManager.default.attributesOfItem(atPath: files.reserve)
        #expect(attributes[.size] as? Int == Self.reserveBytes)
        #expect(attributes[.posixPermissions] as? Int == 0o600)

        // Less than the margin is left beside it: no new work, but the reserve stays.
        try disk.fill(megabytes: 50)
        #expect(!reserve.restore())
        #expect(reserve.isHeld)

        try disk.fill(megabytes: 60)
        #expect(reserve.freeBytes == 0)
        #expect(reserve.release())
        #expect(!reserve.release())
        #expect(try #require(reserve.freeBytes) >= Self.reserveBytes)
        #expect(!reserve.restore())
        #expect(!reserve.isHeld)

        try disk.empty()
        #expect(reserve.restore())
        #expect(reserve.isHeld)
    }

    @Test(.enabled(if: SmallDisk.isPermitted, "needs to mount a small file system"))
    func whateverFillsTheDiskGetsOnePieceAtATime() throws {
        let disk = try SmallDisk(megabytes: 64)
        let reserve = DiskReserve(StoreFixture.files(in: disk.folder), sizeBytes: 3 * DiskReserve.pieceBytes)
        #expect(reserve.restore())
        try disk.fill(megabytes: 64)
        for piece in 1...3 {
            #expect(reserve.release())
            #expect(!reserve.isHeld)
            #expect(try #require(reserve.freeBytes) <= DiskReserve.pieceBytes, "piece \(piece)")
            try disk.fill(megabytes: 64)
        }
        #expect(!reserve.release())
        try disk.empty()
        #expect(reserve.restore())
        #expect(reserve.isHeld)
    }

    @Test func aReserveLargerThanTheDiskIsNotTaken() throws {
        let folder = try TemporaryFolder()
        let reserve = DiskReserve(StoreFixture.files(in: folder), sizeBytes: 1 << 50)
        #expect(!reserve.restore())
        #expect(!reserve.isHeld)
        #expect(!reserve.release())
    }
}
