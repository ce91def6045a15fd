package import DispatchService
package import Hummingbird
package import NIOCore

/// What is known of one call while it is answered.
package struct APIContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// Who calls; set by `TokenMiddleware`, nil on routes without a token.
    package var principal: Principal?
    /// The connection, for where the call comes from.
    package let channel: any Channel

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }
}
