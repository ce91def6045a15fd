import Glibc

/// The one place where this program writes to its standard output.
enum Output {
    /// A line at once, also into a pipe.
    static func line(_ text: String = "") {
        print(text)
        // All streams: naming standard output's own would be a shared mutable variable.
        fflush(nil)
    }
}
