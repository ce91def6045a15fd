import FoundationEssentials
import Glibc

/// The file a plot is written to.
struct PlotFile {
    let path: String

    /// Opens the file before anything is simulated, so that a path that cannot be does not cost the wait.
    ///
    /// What it holds stays until `write`.
    init(path: String) throws(CommandFailure) {
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else {
            throw .failed("\(path) cannot be written: \(unsafe String(cString: strerror(errno)))")
        }
        close(descriptor)
        self.path = path
    }

    func write(_ text: String) throws(CommandFailure) {
        do {
            try Data(text.utf8).write(to: URL(filePath: path))
        } catch {
            throw .failed("\(path) cannot be written: \(error)")
        }
    }
}
