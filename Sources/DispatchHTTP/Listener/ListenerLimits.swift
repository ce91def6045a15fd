/// How much one client, and all of them together, may take of the listener.
///
/// The listener stands on the open network when a proxy is missing, and behind one it still meets phones on bad lines.
/// Every wait and every buffer therefore has an end. The defaults suit a county: a few hundred operators, event streams
/// and phones at once.
package struct ListenerLimits: Hashable, Sendable {
    /// Connections served at the same time, 1,024 by default; at least 1.
    ///
    /// The next one is answered `503` with `Retry-After` and closed. Waiting in the backlog would look like a hanging
    /// daemon to a health probe or a phone, and would hide the overload from everybody; a clear refusal lets the client
    /// say so and come back. Each connection costs one file descriptor and some 50 kB, so that the default stays within
    /// 1,300 descriptors and 50 MB.
    package var maximumConnections = 1024
    /// Refusals that may be on their way at once, 64 by default; a connection beyond them is closed without a word.
    ///
    /// A refusal takes a descriptor until the client has read it. Under a flood these must not eat what the store needs.
    package var maximumRefusals = 64
    /// Connections the kernel may hold until the daemon takes them, 512: all that can come in a burst of one event loop turn.
    ///
    /// A socket from systemd has its own, `Backlog=`.
    package var backlogConnections: Int32 = 512
    /// What a refused client is told to wait, in seconds.
    package var retryAfterSeconds = 2

    /// Bytes of one header field, and of the request target, 8 KiB: what nginx and Apache take.
    package var maximumHeaderFieldBytes = 8 * 1024
    /// Bytes of all header fields of a request, 32 KiB: what nginx takes. More gives `400` and closes.
    package var maximumHeaderBytes = 32 * 1024
    /// Header fields of a request, 100; browsers behind two proxies send about 30.
    package var maximumHeaderFields = 100
    /// Bytes taken from the socket at a time, 16 KiB; at least 2 KiB.
    ///
    /// Of a client that sends requests before it has the answers, so much is held: what comes behind a request is parsed,
    /// and more is read, when that one's answer is written.
    package var readChunkBytes = 16 * 1024
    /// Bytes held of a client that closes its direction before they can be taken, 256 KiB: more than the kernel holds of a
    /// fresh connection. Then NIO reads a socket empty at once; more than this closes the connection.
    package var maximumEarlyBytes = 256 * 1024
    /// Bytes held back of all clients together, 64 MiB: four times what so many connections hold as a rule.
    ///
    /// The connection by which it becomes more is closed.
    package var maximumHeldBytes = 64 * 1024 * 1024

    /// Milliseconds from the first byte of a request (or from connecting) to the end of its header, 10 s.
    ///
    /// A phone on a poor line sends a header in one or two packets; a client that drips is closed with `408`.
    package var headerDeadlineMilliseconds: Int64 = 10_000
    /// Milliseconds in which the next ``bodyProgressBytes`` or the end of the body must come, 30 s.
    ///
    /// Time in which the daemon itself does not read (the route is busy with what came before) does not count.
    package var bodyDeadlineMilliseconds: Int64 = 30_000
    /// Bytes of a body that count as progress, 4 KiB: a line of 1.1 kbit/s is enough to keep an upload alive.
    package var bodyProgressBytes = 4 * 1024
    /// Milliseconds an open connection may rest between two requests, 60 s, so that a page's next tap finds it open.
    package var idleDeadlineMilliseconds: Int64 = 60_000
    /// Milliseconds in which a client must take at least 32 KiB of what waits for it, 120 s.
    ///
    /// An answer may last for hours (the event stream), and one that writes little never meets this. What waits for a
    /// client that does not read is bounded by ``writeBufferBytes``; this frees its place as well.
    package var writeStallMilliseconds: Int64 = 120_000
    /// Bytes that may wait for a client before the route's next write is held back, 64 KiB.
    package var writeBufferBytes = 64 * 1024
    /// Milliseconds a client has to take its answer and close after the daemon has said its last word, 2 s.
    ///
    /// Closing at once would make the kernel drop an answer that is still on its way when unread bytes remain.
    package var lingerMilliseconds: Int64 = 2000
    /// Milliseconds that running requests get after the daemon was told to stop, 20 s.
    ///
    /// It lies well under systemd's 90 s before `SIGKILL`, and above the longest commit.
    package var drainMilliseconds: Int64 = 20_000

    package init() {}
}
