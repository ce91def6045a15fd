import CCurl

/// libcurl's multi handle: a set of transfers driven together by one thread.
///
/// Sendable because `wake` is the one call that libcurl allows from any thread; every other belongs to the loop's.
@safe final class CurlMulti: @unchecked Sendable {
    private let handle: UnsafeMutableRawPointer

    init(connectionLimit: Int) throws(CurlFault) {
        guard let handle = unsafe curl_multi_init() else { throw CurlFault(.other, text: "curl_multi_init failed") }
        unsafe self.handle = unsafe handle
        unsafe ccurl_multi_set_long(handle, CURLMOPT_MAXCONNECTS, connectionLimit)
    }

    deinit {
        unsafe curl_multi_cleanup(handle)
    }

    func wake() {
        unsafe curl_multi_wakeup(handle)
    }

    func add(_ transfer: CurlTransfer) throws(CurlFault) {
        let code = unsafe curl_multi_add_handle(handle, transfer.easy.handle)
        guard code == CURLM_OK else { throw CurlMulti.fault(code) }
    }

    func remove(_ transfer: CurlTransfer) {
        unsafe curl_multi_remove_handle(handle, transfer.easy.handle)
    }

    /// Does what can be done without waiting.
    func perform() {
        var running: Int32 = 0
        let code = unsafe curl_multi_perform(handle, &running)
        // Errors here mean a handle that is not one or a call from within a callback.
        precondition(code == CURLM_OK, "curl_multi_perform failed with \(code.rawValue)")
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

    /// Sleeps until a socket is ready, a timeout of a transfer passes, or `wake` is called.
    func sleep(limitMilliseconds: Int32) {
        unsafe curl_multi_poll(handle, nil, 0, limitMilliseconds, nil)
    }

    private static func fault(_ code: CURLMcode) -> CurlFault {
        CurlFault(.other, code: Int(code.rawValue), text: unsafe String(cString: curl_multi_strerror(code)))
    }
}
