import CCurl

/// libcurl's easy handle: the settings of one transfer, and afterwards its figures.
///
/// A handle is used again for later transfers, which saves setting it up.
@safe final class CurlEasy {
    let handle: UnsafeMutableRawPointer

    init() throws(CurlFault) {
        guard let handle = unsafe curl_easy_init() else { throw CurlFault(.other, text: "curl_easy_init failed") }
        unsafe self.handle = unsafe handle
    }

    deinit {
        unsafe curl_easy_cleanup(handle)
    }

    /// Forgets every setting.
    func reset() {
        unsafe curl_easy_reset(handle)
    }

    func set(_ option: CURLoption, _ value: Int) throws(CurlFault) {
        try check(unsafe ccurl_set_long(handle, option, value))
    }

    func set(_ option: CURLoption, _ value: String) throws(CurlFault) {
        try check(unsafe ccurl_set_string(handle, option, value))
    }

    func set(_ option: CURLoption, size: Int) throws(CurlFault) {
        try check(unsafe ccurl_set_offset(handle, option, curl_off_t(size)))
    }

    func set(_ option: CURLoption, pointer: UnsafeRawPointer?) throws(CurlFault) {
        try check(unsafe ccurl_set_pointer(handle, option, pointer))
    }

    /// Hands over body bytes, which libcurl copies.
    func setBody(_ bytes: [UInt8]) throws(CurlFault) {
        try set(CURLOPT_POSTFIELDSIZE_LARGE, size: bytes.count)
        // A null pointer would make libcurl ask the read function instead.
        if bytes.isEmpty { return try set(CURLOPT_COPYPOSTFIELDS, "") }
        try check(
            unsafe bytes.withUnsafeBytes { unsafe ccurl_set_pointer(handle, CURLOPT_COPYPOSTFIELDS, $0.baseAddress) }
        )
    }

    func check(_ code: CURLcode) throws(CurlFault) {
        guard code == CURLE_OK else { throw CurlFault(result: code) }
    }

    func long(_ info: CURLINFO) -> Int {
        var value = 0
        unsafe ccurl_get_long(handle, info, &value)
        return value
    }

    func milliseconds(_ info: CURLINFO) -> Int {
        var microseconds: curl_off_t = 0
        unsafe ccurl_get_offset(handle, info, &microseconds)
        return Int(microseconds) / 1_000
    }
}
