import GRDB

extension Store {
    /// Opens a store that no daemon has open, to look at it and change nothing.
    ///
    /// Its key is not read: whether it can be is one of the questions. Throws `missing`, `locked`, `newer`, `damaged`,
    /// `permission` or `failed`.
    package static func openReadOnly(_ files: StoreFiles) throws(StoreFault) -> Store {
        let operation = "open \(files.database)"
        try StoreFiles.requireFile(files.database, operation, orElse: "run arrivectl init or restore")
        let lock = try StoreLock(files)
        do {
            var configuration = Configuration()
            configuration.readonly = true
            configuration.maximumReaderCount = readerLimit
            let pool = try DatabasePool(path: files.database, configuration: configuration)
            let county = try pool.read { database in
                try StoreCheck.requireStore(database, operation)
                return try StoredCounty.fetch(database)
            }
            return Store(
                files: files,
                pool: pool,
                lock: lock,
                tokenKey: [],
                tokenKeySource: .unread,
                county: county
            )
        } catch {
            throw StoreFault(error, operation)
        }
    }
}
