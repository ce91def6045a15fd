import CCurl
import Glibc

/// libcurl's multi handle: a set of transfers driven together by one thread, which waits for their sockets with epoll.
///
/// libcurl says which sockets matter and when it wants to be called without one (curl_multi_socket_action(3)), so that a turn
/// costs by what has happened and not by how many connections there are, as it does with `curl_multi_poll`.
///
/// Sendable because `wake` is the one call for any thread; every other belongs to the loop's.
@safe final class CurlMulti: @unchecked Sendable {
    /// Sockets looked at in one turn; more are found in the next.
    private static let readyLimit = 256
    /// A host's second address is tried when the first has used up its share of the time to connect, but libcurl before 8.4
    /// sets itself no time for that (curl's issue 11920): every transfer must be looked at now and then.
    private static let missesSecondAddress = ccurl_version() < 0x08_04_00
    private static let lookMilliseconds: Int64 = 500

    private let handle: UnsafeMutableRawPointer
    private let epoll: Int32
    /// Readable while somebody wants the thread to wake up (eventfd(2)).
    private let bell: Int32
    /// When libcurl wants to be called though no socket is ready, by `now`; nil for never.
    private var dueAt: Int64?
    /// When every transfer is looked at next, where libcurl does not say by itself when it must be.
    private var nextLookAt: Int64 = 0
    /// Transfers that have been added and have not ended.
    private var running: Int32 = 0
    private var ready = unsafe [epoll_event](repeating: epoll_event(), count: CurlMulti.readyLimit)

    init(connectionLimit: Int) throws(CurlFault) {
        let epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard epoll >= 0 else { throw CurlMulti.fault("epoll_create1") }
        let bell = eventfd(0, Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK))
        guard bell >= 0 else {
            let fault = CurlMulti.fault("eventfd")
            close(epoll)
            throw fault
        }
        guard let handle = unsafe curl_multi_init() else {
            close(bell)
            close(epoll)
            throw CurlFault(.other, text: "curl_multi_init failed")
        }
        unsafe self.handle = unsafe handle
        self.epoll = epoll
        self.bell = bell
        watch(bell, for: EPOLLIN.rawValue)
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe ccurl_multi_set_long(handle, CURLMOPT_MAXCONNECTS, connectionLimit)
        unsafe ccurl_multi_set_pointer(handle, CURLMOPT_SOCKETDATA, context)
        unsafe ccurl_multi_set_pointer(handle, CURLMOPT_TIMERDATA, context)
        unsafe ccurl_multi_set_socket_function(handle, CurlMulti.socketMatters)
        unsafe ccurl_multi_set_timer_function(handle, CurlMulti.timeMatters)
    }

    deinit {
        // Freeing the handle closes sockets, and must not tell an object about it that is no more.
        unsafe ccurl_multi_set_socket_function(handle, nil)
        unsafe ccurl_multi_set_timer_function(handle, nil)
        unsafe curl_multi_cleanup(handle)
        close(bell)
        close(epoll)
    }

    func wake() {
        var one: UInt64 = 1
        // It fails only when the bell has been rung so often that its number is full, and then it rings.
        _ = unsafe write(bell, &one, MemoryLayout<UInt64>.size)
    }

    func add(_ transfer: CurlTransfer) throws(CurlFault) {
        let code = unsafe curl_multi_add_handle(handle, transfer.easy.handle)
        guard code == CURLM_OK else {
            throw CurlFault(.other, code: Int(code.rawValue), text: unsafe String(cString: curl_multi_strerror(code)))
        }
    }

    func remove(_ transfer: CurlTransfer) {
        unsafe curl_multi_remove_handle(handle, transfer.easy.handle)
    }

    /// Waits until a socket is ready, a time of libcurl's has come or `wake` is called, but no longer than this; then does
    /// what can be done without waiting.
    func turn(waitingAtMost milliseconds: Int64) {
        let mustLook = Self.missesSecondAddress && running > 0
        let next = [dueAt, mustLook ? nextLookAt : nil].compactMap(\.self).min()
        let wait = max(0, min(milliseconds, next.map { $0 - MonotonicClock.milliseconds } ?? milliseconds))
        let count = unsafe epoll_wait(epoll, &ready, Int32(CurlMulti.readyLimit), Int32(wait))
        for place in 0..<max(0, Int(count)) {
            // The number that `watch` has put there; the other meanings of the union are not used.
            let descriptor = unsafe ready[place].data.fd
            if descriptor == bell {
                var rings: UInt64 = 0
                _ = unsafe read(bell, &rings, MemoryLayout<UInt64>.size)
            } else {
                act(descriptor, CurlMulti.mask(unsafe ready[place].events))
            }
        }
        if let dueAt, dueAt <= MonotonicClock.milliseconds {
            self.dueAt = nil
            act(CURL_SOCKET_TIMEOUT, 0)
        }
        if mustLook, nextLookAt <= MonotonicClock.milliseconds {
            nextLookAt = MonotonicClock.milliseconds + Self.lookMilliseconds
            let code = unsafe ccurl_multi_socket_all(handle, &running)
            precondition(code == CURLM_OK, "curl_multi_socket_all failed with \(code.rawValue)")
        }
    }

    /// The next transfer that has ended, with its result.
    func nextEnded() -> (easy: UnsafeMutableRawPointer, result: CURLcode)? {
        var left: Int32 = 0
        while let message = unsafe curl_multi_info_read(handle, &left) {
            if unsafe message.pointee.msg == CURLMSG_DONE, let easy = unsafe message.pointee.easy_handle {
                return unsafe (easy, ccurl_message_result(message))
            }
        }
        return nil
    }

    private func act(_ socket: curl_socket_t, _ mask: Int32) {
        let code = unsafe curl_multi_socket_action(handle, socket, mask, &running)
        // Errors here mean a handle that is not one or a call from within a callback.
        precondition(code == CURLM_OK, "curl_multi_socket_action failed with \(code.rawValue)")
    }

    private func watch(_ descriptor: Int32, for events: UInt32) {
        var event = unsafe epoll_event()
        unsafe event.events = events
        unsafe event.data.fd = descriptor
        // A socket that is known already is changed; closed ones have gone by themselves (epoll(7)).
        if unsafe epoll_ctl(epoll, EPOLL_CTL_MOD, descriptor, &event) == 0 { return }
        let result = unsafe epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event)
        precondition(result == 0, "epoll_ctl failed with \(errno)")
    }

    private func forget(_ descriptor: Int32) {
        // It may have been closed before, and be unknown by now.
        _ = epoll_ctl(epoll, EPOLL_CTL_DEL, descriptor, nil)
    }

    private static func mask(_ events: UInt32) -> Int32 {
        var mask: Int32 = 0
        if events & EPOLLIN.rawValue != 0 { mask |= CURL_CSELECT_IN }
        if events & EPOLLOUT.rawValue != 0 { mask |= CURL_CSELECT_OUT }
        if events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0 { mask |= CURL_CSELECT_ERR }
        return mask
    }

    private static func fault(_ call: String) -> CurlFault {
        CurlFault(.other, code: Int(errno), text: "\(call): \(unsafe String(cString: strerror(errno)))")
    }

    private static func of(context: UnsafeMutableRawPointer?) -> CurlMulti {
        guard let context = unsafe context else { preconditionFailure("the callbacks were given their handle") }
        return unsafe Unmanaged<CurlMulti>.fromOpaque(context).takeUnretainedValue()
    }

    /// libcurl says what it waits for at a socket (CURLMOPT_SOCKETFUNCTION(3)).
    private static let socketMatters: curl_socket_callback = { _, socket, what, context, _ in
        let multi = unsafe CurlMulti.of(context: context)
        switch what {
        case CURL_POLL_IN: multi.watch(socket, for: EPOLLIN.rawValue)
        case CURL_POLL_OUT: multi.watch(socket, for: EPOLLOUT.rawValue)
        case CURL_POLL_INOUT: multi.watch(socket, for: EPOLLIN.rawValue | EPOLLOUT.rawValue)
        case _: multi.forget(socket)
        }
        return 0
    }

    /// libcurl says when it wants to be called at the latest; -1 for never (CURLMOPT_TIMERFUNCTION(3)).
    private static let timeMatters: curl_multi_timer_callback = { _, milliseconds, context in
        let multi = unsafe CurlMulti.of(context: context)
        multi.dueAt = milliseconds < 0 ? nil : MonotonicClock.milliseconds + Int64(milliseconds)
        return 0
    }
}
