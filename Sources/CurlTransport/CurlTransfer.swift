import CCurl

/// One exchange on the wire: what libcurl's callbacks fill while it runs.
///
/// libcurl holds an unretained pointer to it. `CurlEngine` keeps it alive until the easy handle is out of the multi
/// handle and reset, after which no callback can reach it.
@safe final class CurlTransfer {
    let job: CurlInbox.Job
    let easy: CurlEasy
    let url: TransportURL
    let policy: AddressPolicy
    let headerLimitBytes: Int
    let file: BodyFile?
    /// Whether the host may be turned into an address by libcurl, which for one that is an address asks nobody.
    let needsNoLookup: Bool
    /// What of the exchange's time had passed when it came here.
    private let waitedMilliseconds: Int
    private var headerList: UnsafeMutablePointer<curl_slist>?
    private var addressList: UnsafeMutablePointer<curl_slist>?

    /// From the last status line; several precede the reply if the server sends 1xx ones.
    var status = 0
    var headers: [(name: String, value: String)] = []
    var headerBytes = 0
    var body: [UInt8] = []
    var isTruncated = false
    var dialled = 0
    var refused = 0

    /// - Parameter addresses: What libcurl is told of the host's addresses; nil for one that needs no look-up.
    init(
        _ call: CurlNaming.Call,
        _ configuration: CurlLoop.Configuration,
        _ easy: CurlEasy,
        addresses: [String]?,
        waitedMilliseconds: Int
    ) throws(CurlFault) {
        job = call.job
        url = call.url
        self.easy = easy
        self.waitedMilliseconds = waitedMilliseconds
        needsNoLookup = addresses == nil
        let exchange = job.exchange
        policy = configuration.policy
        headerLimitBytes = configuration.headerLimitBytes
        file =
            switch exchange.body {
            case .none, .bytes: nil
            case .file(let path): try BodyFile(path: path)
            }
        do throws(CurlFault) {
            try lockDown(configuration)
            try describe(exchange)
            if let addresses {
                for line in addresses { unsafe addressList = try Self.append(line, to: addressList) }
                try easy.check(unsafe ccurl_set_list(easy.handle, CURLOPT_RESOLVE, addressList))
            }
            try connectCallbacks(exchange)
        } catch {
            easy.reset()
            throw error
        }
    }

    deinit {
        unsafe curl_slist_free_all(headerList)
        unsafe curl_slist_free_all(addressList)
    }

    /// The transfer that an easy handle in the multi handle belongs to.
    static func of(_ handle: UnsafeMutableRawPointer) -> CurlTransfer {
        var context: UnsafeMutableRawPointer?
        unsafe ccurl_get_private(handle, &context)
        return unsafe of(context: context)
    }

    /// The transfer behind the pointer that its callbacks get.
    static func of(context: UnsafeMutableRawPointer?) -> CurlTransfer {
        guard let context = unsafe context else { preconditionFailure("every easy handle is given its transfer") }
        return unsafe Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
    }

    /// What the exchange came to, by libcurl's result code and by what the callbacks saw.
    func outcome(_ result: CURLcode) -> Result<CurlReply, CurlFault> {
        if result == CURLE_OK || isTruncated { return .success(reply()) }
        if headerBytes > headerLimitBytes {
            return .failure(CurlFault(.tooLarge, text: "the header is over \(headerLimitBytes) bytes"))
        }
        // An address that was dialled and failed says more than one that was not to be dialled.
        if result == CURLE_COULDNT_CONNECT, refused > 0, dialled == 0 {
            return .failure(CurlFault(.addressRefused, text: "the host's address or port is not allowed"))
        }
        if let fault = file?.fault { return .failure(fault) }
        return .failure(CurlFault(result: result))
    }

    private func reply() -> CurlReply {
        var timings = CurlReply.Timings()
        timings.dnsMilliseconds = waitedMilliseconds + easy.milliseconds(CURLINFO_NAMELOOKUP_TIME_T)
        timings.connectMilliseconds = sinceStart(CURLINFO_CONNECT_TIME_T)
        timings.tlsMilliseconds = sinceStart(CURLINFO_APPCONNECT_TIME_T)
        timings.firstByteMilliseconds = sinceStart(CURLINFO_STARTTRANSFER_TIME_T)
        timings.totalMilliseconds = sinceStart(CURLINFO_TOTAL_TIME_T)
        let version =
            switch easy.long(CURLINFO_HTTP_VERSION) {
            case Int(CURL_HTTP_VERSION_1_0): "1.0"
            case Int(CURL_HTTP_VERSION_2_0): "2"
            case Int(CURL_HTTP_VERSION_3): "3"
            default: "1.1"
            }
        return CurlReply(
            status: status,
            headers: headers,
            body: body,
            bodyTruncated: isTruncated,
            timings: timings,
            httpVersion: version
        )
    }

    /// 0 stays 0: the stage did not happen.
    private func sinceStart(_ stage: CURLINFO) -> Int {
        let milliseconds = easy.milliseconds(stage)
        return milliseconds == 0 ? 0 : waitedMilliseconds + milliseconds
    }

    /// What holds for every exchange, whatever it asks for.
    private func lockDown(_ configuration: CurlLoop.Configuration) throws(CurlFault) {
        try easy.set(CURLOPT_PROTOCOLS_STR, "http,https")
        try easy.set(CURLOPT_DISALLOW_USERNAME_IN_URL, 1)
        try easy.set(CURLOPT_PATH_AS_IS, 1)
        try easy.set(CURLOPT_FOLLOWLOCATION, 0)
        try easy.set(CURLOPT_NETRC, Int(CURL_NETRC_IGNORED.rawValue))
        // Empty rather than unset, or http_proxy in the environment would be honoured.
        try easy.set(CURLOPT_PROXY, "")
        try easy.set(CURLOPT_SSL_VERIFYPEER, 1)
        try easy.set(CURLOPT_SSL_VERIFYHOST, 2)
        try easy.set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        try easy.set(CURLOPT_NOSIGNAL, 1)
        // What it finds out by itself (this machine's name) is not kept; what it is told stays until it is told otherwise.
        try easy.set(CURLOPT_DNS_CACHE_TIMEOUT, 0)
        try easy.set(CURLOPT_MAXLIFETIME_CONN, configuration.connectionLifetimeSeconds)
        try easy.set(CURLOPT_TCP_KEEPALIVE, 1)
        try easy.set(CURLOPT_TCP_KEEPIDLE, 30)
        try easy.set(CURLOPT_TCP_KEEPINTVL, 10)
    }

    private func describe(_ exchange: CurlExchange) throws(CurlFault) {
        try easy.set(CURLOPT_URL, url.text)
        // 0 means its own limit, or none, to libcurl.
        try easy.set(CURLOPT_CONNECTTIMEOUT_MS, max(exchange.connectTimeoutMilliseconds - waitedMilliseconds, 1))
        try easy.set(
            CURLOPT_TIMEOUT_MS,
            exchange.totalTimeoutMilliseconds.map { max($0 - waitedMilliseconds, 1) } ?? 0
        )
        switch exchange.body {
        case .none where exchange.method == .get || exchange.method == .delete:
            break
        case .none:
            try easy.set(CURLOPT_POST, 1)
            try easy.setBody([])
        case .bytes(let bytes):
            try easy.set(CURLOPT_POST, 1)
            try easy.setBody(bytes)
        case .file:
            try easy.set(CURLOPT_POST, 1)
            try easy.set(CURLOPT_POSTFIELDSIZE_LARGE, size: file?.sizeBytes ?? 0)
        }
        try easy.set(CURLOPT_CUSTOMREQUEST, exchange.method.rawValue)
        // Without its name libcurl would wait up to a second for 100-continue, and claim a form for want of a type.
        var lines = ["Expect:"]
        if !exchange.headers.contains(where: { $0.name.lowercased() == "content-type" }) {
            lines.append("Content-Type:")
        }
        for (name, value) in exchange.headers { lines.append(try CurlHeader.line(name, value)) }
        for line in lines { unsafe headerList = try Self.append(line, to: headerList) }
        try easy.check(unsafe ccurl_set_list(easy.handle, CURLOPT_HTTPHEADER, headerList))
    }

    private static func append(
        _ line: String,
        to list: UnsafeMutablePointer<curl_slist>?
    ) throws(CurlFault) -> UnsafeMutablePointer<curl_slist> {
        guard let grown = unsafe curl_slist_append(list, line) else {
            throw CurlFault(.other, text: "out of memory")
        }
        return unsafe grown
    }

    private func connectCallbacks(_ exchange: CurlExchange) throws(CurlFault) {
        let handle = unsafe easy.handle
        let context = unsafe UnsafeRawPointer(Unmanaged.passUnretained(self).toOpaque())
        for option in [
            CURLOPT_PRIVATE, CURLOPT_HEADERDATA, CURLOPT_WRITEDATA, CURLOPT_OPENSOCKETDATA, CURLOPT_RESOLVER_START_DATA,
        ] {
            unsafe try easy.set(option, pointer: context)
        }
        try easy.check(unsafe ccurl_set_data_function(handle, CURLOPT_HEADERFUNCTION, CurlTransfer.receiveHeader))
        try easy.check(unsafe ccurl_set_data_function(handle, CURLOPT_WRITEFUNCTION, CurlTransfer.receiveBody))
        try easy.check(unsafe ccurl_set_open_socket_function(handle, CurlTransfer.openSocket))
        try easy.check(unsafe ccurl_set_resolver_start_function(handle, CurlTransfer.startResolver))
        guard file != nil else { return }
        unsafe try easy.set(CURLOPT_READDATA, pointer: context)
        unsafe try easy.set(CURLOPT_SEEKDATA, pointer: context)
        try easy.check(unsafe ccurl_set_data_function(handle, CURLOPT_READFUNCTION, CurlTransfer.sendBody))
        try easy.check(unsafe ccurl_set_seek_function(handle, CurlTransfer.seekBody))
    }
}
