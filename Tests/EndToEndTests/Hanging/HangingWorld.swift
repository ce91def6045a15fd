import Foundation

/// What hangs outside of a daemon under test (`Tests/Shims/hang.c`), begun and ended by the test.
struct HangingWorld {
    enum Part: String, CaseIterable {
        /// Calls on the folder do not return.
        case disk = "ARRIVED_HANG_DISK"
        /// Hosts in `.dead.example` are not answered for; those in `.good.example` are this machine.
        case names = "ARRIVED_HANG_NAMES"
        /// The daemon gets no new threads.
        case threads = "ARRIVED_NO_THREADS"
    }

    private let folder: TestFolder
    private let library: String
    let hangingFolder: String

    /// Builds the library in a test's folder.
    init(in folder: TestFolder) async throws {
        self.folder = folder
        hangingFolder = folder.file("far-disk")
        library = try await SharedObject.build("hang", in: folder)
    }

    /// Starts the daemon in this world.
    var wrapper: [String] {
        ["/usr/bin/env", "LD_PRELOAD=\(library)", "ARRIVED_HANG_FOLDER=\(hangingFolder)"]
            + Part.allCases.map { "\($0.rawValue)=\(folder.file($0.rawValue))" }
    }

    func hang(_ part: Part) throws {
        _ = try folder.write("", to: part.rawValue)
    }

    func goOn(_ part: Part) throws {
        try FileManager.default.removeItem(atPath: folder.file(part.rawValue))
    }
}
