import NIOCore

/// The OpenAPI document of the API, as it is served.
package enum APIDescription {
    package static var bytes: [UInt8] { PackageResources.openapi_yaml }

    /// The same, made once.
    static let buffer = ByteBuffer(bytes: bytes)
}
