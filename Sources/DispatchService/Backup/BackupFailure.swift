package import CurlTransport
package import DispatchStore

/// Why there is no backup. Nothing half-made is left, and nothing that was there was touched.
package enum BackupFailure: Error, Sendable {
    /// Another one is being made.
    case running
    /// There is too little room for a copy; nothing was begun.
    case noRoom(neededBytes: Int, freeBytes: Int)
    /// The daemon is being stopped.
    case stopped
    /// The folder does not answer, or there is no thread to ask it. What was begun is removed when it does.
    case blocked(BlockingFault)
    case fault(StoreFault)
}
