import Glibc

/// Gives what the superuser makes in somebody's folder to that somebody.
///
/// A store that root makes or restores for the daemon would otherwise be one that the daemon cannot open. For everybody
/// else this does nothing: their files are theirs.
package enum FolderOwner {
    /// Hands files over to the owner and group of the folder they lie in; those that are not there are passed over.
    package static func take(_ paths: [String], in folder: String) throws(StoreFault) {
        guard geteuid() == 0 else { return }
        var status = stat()
        guard unsafe stat(folder, &status) == 0 else { throw .system("look at \(folder)", "the folder cannot be read") }
        for path in paths {
            // Not through a link: it may lead to what is none of ours.
            guard unsafe lchown(path, status.st_uid, status.st_gid) != 0, errno != ENOENT else { continue }
            throw .system("give \(path) to the owner of its folder", "the owner cannot be changed")
        }
    }
}
