import CCurl
import Glibc

/// The C functions libcurl calls on the loop's thread while a transfer runs; each gets its transfer as context.
extension CurlTransfer {
    typealias DataFunction = @convention(c) (UnsafeMutablePointer<CChar>?, Int, Int, UnsafeMutableRawPointer?) -> Int

    /// One line of the header. Returning less than was given ends the transfer.
    static let receiveHeader: DataFunction = { bytes, size, count, context in
        let transfer = unsafe CurlTransfer.of(context: context)
        let line = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
        transfer.headerBytes += line.count
        guard transfer.headerBytes <= transfer.headerLimitBytes else { return 0 }
        let text = unsafe String(decoding: line, as: UTF8.self)
        if let status = CurlHeader.status(text) {
            // A new status line follows an interim 1xx one: what came before was not the reply.
            transfer.status = status
            transfer.headers = []
        } else if let header = CurlHeader.parse(text) {
            transfer.headers.append(header)
        }
        return line.count
    }

    /// A piece of the body. The limit stands here because no option of libcurl bounds a chunked body.
    static let receiveBody: DataFunction = { bytes, size, count, context in
        let transfer = unsafe CurlTransfer.of(context: context)
        let piece = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
        let exchange = transfer.job.exchange
        if let onBody = exchange.onBody, (200..<300).contains(transfer.status) {
            onBody(unsafe Array(piece))
            return piece.count
        }
        let room = exchange.bodyLimitBytes - transfer.body.count
        unsafe transfer.body.append(contentsOf: piece.prefix(room))
        transfer.isTruncated = piece.count > room
        return transfer.isTruncated ? 0 : piece.count
    }

    static let sendBody: DataFunction = { bytes, size, count, context in
        let transfer = unsafe CurlTransfer.of(context: context)
        guard let file = transfer.file, let bytes = unsafe bytes else { return Int(CURL_READFUNC_ABORT) }
        let buffer = unsafe UnsafeMutableRawBufferPointer(start: bytes, count: size * count)
        guard let read = unsafe file.read(into: buffer) else { return Int(CURL_READFUNC_ABORT) }
        transfer.job.exchange.onUpload?(file.sentBytes)
        return read
    }

    /// Rewinds when libcurl finds a pooled connection closed and sends again on a new one.
    static let seekBody: @convention(c) (UnsafeMutableRawPointer?, curl_off_t, Int32) -> Int32 = {
        context,
        offset,
        origin in
        let transfer = unsafe CurlTransfer.of(context: context)
        guard origin == SEEK_SET, let file = transfer.file, file.seek(to: Int(offset)) else {
            return CURL_SEEKFUNC_FAIL
        }
        return CURL_SEEKFUNC_OK
    }

    /// Opens the socket to one address, if the policy permits it; called after name resolution, before any packet.
    static let openSocket: curl_opensocket_callback = { context, _, address in
        let transfer = unsafe CurlTransfer.of(context: context)
        guard let address = unsafe address else { return CURL_SOCKET_BAD }
        guard let (dialled, port) = unsafe destination(of: address),
            transfer.policy.permits(dialled, port: port, scheme: transfer.url.scheme)
        else {
            transfer.refused += 1
            return CURL_SOCKET_BAD
        }
        transfer.dialled += 1
        let type = unsafe address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue)
        return unsafe socket(address.pointee.family, type, address.pointee.protocol)
    }

    /// Called when libcurl is about to turn a host into addresses by itself: never for a name, or it would start a thread.
    static let startResolver: curl_resolver_start_callback = { _, _, context in
        unsafe CurlTransfer.of(context: context).needsNoLookup ? 0 : 1
    }

    /// Address and port in libcurl's structure, which continues behind the size of `sockaddr` for IPv6.
    private static func destination(of address: UnsafeMutablePointer<curl_sockaddr>) -> (IPAddress, port: UInt16)? {
        guard let offset = MemoryLayout<curl_sockaddr>.offset(of: \.addr) else { return nil }
        let start = unsafe UnsafeRawPointer(address) + offset
        switch unsafe address.pointee.family {
        case AF_INET:
            let four = unsafe start.loadUnaligned(as: sockaddr_in.self)
            return (.v4(UInt32(bigEndian: four.sin_addr.s_addr)), UInt16(bigEndian: four.sin_port))
        case AF_INET6:
            let six = unsafe start.loadUnaligned(as: sockaddr_in6.self)
            return (IPAddress(unmapping: IPAddress.number(six.sin6_addr)), UInt16(bigEndian: six.sin6_port))
        default:
            return nil
        }
    }
}
