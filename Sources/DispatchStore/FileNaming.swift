import Glibc

/// Names for finished files; none that is taken is ever given away.
package enum FileNaming {
    /// Nothing is there, not even a link that leads nowhere.
    package static func isFree(_ path: String) -> Bool {
        var status = stat()
        return unsafe lstat(path, &status) != 0
    }

    /// Gives a file that was made under another name its own.
    ///
    /// Throws `exists`, `permission` or `failed`; then it keeps its old one.
    package static func give(_ part: String, _ name: String) throws(StoreFault) {
        // A second name and then only that one: unlike a renaming it refuses one that is there.
        if unsafe link(part, name) != 0 {
            // Some file systems know no second names.
            let isUnknown = [EPERM, EOPNOTSUPP, ENOSYS, EMLINK].contains(errno) && isFree(name)
            guard isUnknown, unsafe rename(part, name) == 0 else {
                throw .system("make \(name)", "the finished file cannot be given its name")
            }
        }
        unsafe unlink(part)
    }
}
