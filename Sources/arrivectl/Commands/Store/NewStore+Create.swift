import DispatchCore
import DispatchStore
import Glibc

extension NewStore {
    /// Chinese standard time: the day begins when it begins for the county.
    private static let utcOffsetSeconds = 8 * 3600

    /// Makes the store and returns the first administrator's token.
    func create() throws(CommandFailure) -> String {
        var time = timespec()
        // It fails only for a clock that does not exist.
        _ = unsafe clock_gettime(CLOCK_REALTIME, &time)
        let now = WallTime(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
        var ids = IdentifierSource(SystemRandomNumberGenerator())
        let id: Identifier<AccessTokenRecord> = ids.next(at: Timestamp(milliseconds: now.milliseconds))
        let token = BearerToken(
            random: SecureBytes.make(count: 32),
            id: id.description,
            name: "administrator",
            role: .administrator,
            townshipCode: nil,
            at: now
        )
        let founding = Store.Founding(
            countyCode: countyCode,
            utcOffsetSeconds: Self.utcOffsetSeconds,
            isDemo: isDemo,
            administrator: token.record,
            tokenKey: SecureBytes.make(count: 32),
            at: now
        )
        try FolderOwner.become(for: path)
        do throws(StoreFault) {
            try Store.create(StoreFiles(database: path), founding)
        } catch {
            throw .failed(error.description)
        }
        return token.text
    }
}
