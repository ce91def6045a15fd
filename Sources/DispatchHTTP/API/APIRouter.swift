package import DispatchService
package import Hummingbird

/// All routes, as a function of what they need, so that tests call the very same ones.
package enum APIRouter {
    package struct Settings: Sendable {
        /// The language of the pages for members, unless they ask for another.
        package var language: PageLanguage
        /// Folder for uploads while they are checked.
        package var uploadFolder: String
        /// Proxies whose word on where a call comes from is believed.
        package var trustedProxies: TrustedProxies

        package init(language: PageLanguage = .chinese, uploadFolder: String, trustedProxies: TrustedProxies) {
            self.language = language
            self.uploadFolder = uploadFolder
            self.trustedProxies = trustedProxies
        }
    }

    package static func make(
        _ dispatcher: Dispatcher,
        settings: Settings,
        metricsText: @escaping @Sendable () async -> String
    ) -> Router<APIContext> {
        // What stands in front of the routes must know them all, so they are listed once beforehand.
        let listed = Router(context: APIContext.self)
        add(to: listed, dispatcher, settings, metricsText)
        let router = Router(context: APIContext.self, options: .autoGenerateHeadEndpoints)
        router.addMiddleware { ProblemMiddleware(routes: KnownRoutes(listed.routes)) }
        add(to: router, dispatcher, settings, metricsText)
        return router
    }

    private static func add(
        to router: Router<APIContext>,
        _ dispatcher: Dispatcher,
        _ settings: Settings,
        _ metricsText: @escaping @Sendable () async -> String
    ) {
        HealthRoutes(dispatcher: dispatcher, trustedProxies: settings.trustedProxies, metricsText: metricsText)
            .add(to: router)
        CallbackRoutes(dispatcher: dispatcher).add(to: router)
        PageRoutes(dispatcher: dispatcher, language: settings.language).add(to: router)

        let authenticated = router.group("v1").addMiddleware { TokenMiddleware(dispatcher: dispatcher) }
        RequestRoutes(dispatcher: dispatcher).add(to: authenticated)
        MemberRoutes(dispatcher: dispatcher).add(to: authenticated)
        ForgetRoutes(dispatcher: dispatcher).add(to: authenticated)
        VillageRoutes(dispatcher: dispatcher).add(to: authenticated)
        DeskRoutes(dispatcher: dispatcher).add(to: authenticated)
        EndpointRoutes(dispatcher: dispatcher).add(to: authenticated)
        DeliveryRoutes(dispatcher: dispatcher).add(to: authenticated)
        ImportRoutes(dispatcher: dispatcher, uploadFolder: settings.uploadFolder).add(to: authenticated)
        BackupRoutes(dispatcher: dispatcher).add(to: authenticated)
        DoctorRoutes(dispatcher: dispatcher).add(to: authenticated)
        RetentionRoutes(dispatcher: dispatcher).add(to: authenticated)
        TokenRoutes(dispatcher: dispatcher).add(to: authenticated)
        EventRoutes(dispatcher: dispatcher).add(to: authenticated)
    }
}
