import DispatchStore
import Glibc

/// Whose a store is that the superuser makes or looks at.
enum FolderOwner {
    /// Becomes the owner of the folder that a file lies in, for the rest of this process; for everybody but the superuser
    /// this does nothing.
    ///
    /// What root made there the daemon could not open. And what lies there root must not follow: whoever may write to the
    /// folder could lead it to any file of the machine by a link.
    static func become(for file: String) throws(CommandFailure) {
        guard geteuid() == 0 else { return }
        let folder = StoreFiles(database: file).folder
        var status = stat()
        // Where there is no folder, the command itself says so.
        guard unsafe stat(folder, &status) == 0, status.st_uid != 0 else { return }
        // From root these take real, effective and saved ids along, in every thread.
        var group = status.st_gid
        let steps = unsafe [setgroups(1, &group), setgid(group)]
        guard steps == [0, 0], setuid(status.st_uid) == 0 else {
            let reason = unsafe String(cString: strerror(errno))
            throw .failed("user \(status.st_uid), who owns \(folder), cannot be taken on: \(reason)")
        }
    }
}
