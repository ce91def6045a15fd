// swift-tools-version: 6.2

import PackageDescription

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let basicContainers: Target.Dependency = .product(name: "DequeModule", package: "swift-collections")
let heapModule: Target.Dependency = .product(name: "HeapModule", package: "swift-collections")
let configuration: Target.Dependency = .product(name: "Configuration", package: "swift-configuration")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore: Target.Dependency = .product(name: "HummingbirdCore", package: "hummingbird")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let inMemoryLogging: Target.Dependency = .product(name: "InMemoryLogging", package: "swift-log")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let metrics: Target.Dependency = .product(name: "Metrics", package: "swift-metrics")
let coreMetrics: Target.Dependency = .product(name: "CoreMetrics", package: "swift-metrics")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioEmbedded: Target.Dependency = .product(name: "NIOEmbedded", package: "swift-nio")
let nioFoundationCompat: Target.Dependency = .product(name: "NIOFoundationCompat", package: "swift-nio")
let nioHTTP1: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let serviceLifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let unixSignals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")

let package = Package(
    name: "arrived",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: []),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // The core: it decides and touches nothing.
        .target(name: "CanonicalText"),
        .target(name: "Geospatial"),
        .target(name: "DispatchCore", dependencies: ["CanonicalText", "Geospatial", heapModule]),
        .target(name: "DispatchWire", dependencies: ["CanonicalText"]),

        // The shell: it touches everything and decides nothing.
        .target(
            name: "DispatchStore",
            dependencies: ["CanonicalText", "DispatchCore", "Geospatial", crypto, grdb]
        ),
        .target(
            name: "RosterFiles",
            dependencies: ["CanonicalText", "DispatchCore", "DispatchStore", "Geospatial", "WebhookDelivery"]
        ),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .target(name: "CurlTransport", dependencies: ["CCurl"]),
        .target(
            name: "WebhookDelivery",
            dependencies: ["CurlTransport", basicContainers, crypto, heapModule, logging]
        ),
        .target(
            name: "DispatchService",
            dependencies: [
                "CurlTransport", "DispatchCore", "DispatchStore", "DispatchWire", "Geospatial", "RosterFiles",
                "WebhookDelivery",
                basicContainers, coreMetrics, crypto, logging, metrics, serviceLifecycle,
            ]
        ),
        .target(
            name: "DispatchHTTP",
            dependencies: [
                "CanonicalText", "CurlTransport", "Geospatial", "DispatchCore", "DispatchStore", "DispatchService",
                "DispatchWire",
                "RosterFiles",
                crypto, httpTypes, hummingbird, hummingbirdCore, logging, nioCore, nioFoundationCompat, nioHTTP1,
                nioPosix, serviceLifecycle,
            ],
            resources: [.embedInCode("Resources/openapi.yaml")]
        ),
        .target(name: "Systemd"),
        .target(name: "Simulation", dependencies: ["DispatchCore", "Geospatial", heapModule]),

        // The programs.
        .executableTarget(
            name: "arrived",
            dependencies: [
                "CurlTransport", "DispatchCore", "DispatchHTTP", "DispatchService", "DispatchStore", "Systemd",
                "WebhookDelivery",
                argumentParser, configuration, hummingbird, logging, metrics, serviceLifecycle, unixSignals, yams,
            ]
        ),
        .executableTarget(
            name: "arrivectl",
            dependencies: [
                "CurlTransport", "DispatchCore", "DispatchStore", "DispatchWire", "RosterFiles", "Simulation",
                argumentParser,
            ]
        ),
        .executableTarget(
            name: "arrived-demo",
            dependencies: [
                "CurlTransport", "DispatchCore", "DispatchWire", "Geospatial", "Simulation", "WebhookDelivery",
                argumentParser, httpTypes, hummingbird, logging, nioCore, serviceLifecycle, unixSignals,
            ]
        ),
        .executableTarget(
            name: "arrived-bench",
            dependencies: [
                "CurlTransport", "DispatchCore", "DispatchWire", "Geospatial", "Simulation", "WebhookDelivery",
                argumentParser, hummingbird, logging, serviceLifecycle,
            ]
        ),

        .target(name: "TestSupport", path: "Tests/TestSupport"),
        .target(
            name: "DispatchTestSupport",
            dependencies: ["DispatchCore", "Geospatial", "TestSupport"],
            path: "Tests/DispatchTestSupport"
        ),
        // The library that GRDB links: it becomes that one's default VFS.
        .target(
            name: "PowerLossVFS",
            path: "Tests/PowerLossVFS",
            linkerSettings: [.linkedLibrary("sqlite3")]
        ),
        .target(
            name: "StoreTestSupport",
            dependencies: [
                "DispatchCore", "DispatchStore", "DispatchTestSupport", "Geospatial", "PowerLossVFS", grdb,
            ],
            path: "Tests/StoreTestSupport"
        ),
        .testTarget(name: "GeospatialTests", dependencies: ["Geospatial", "TestSupport"]),
        .testTarget(
            name: "DispatchCoreTests",
            dependencies: ["DispatchCore", "DispatchTestSupport", "Geospatial", "TestSupport"]
        ),
        .testTarget(name: "DispatchWireTests", dependencies: ["DispatchWire"]),
        .testTarget(
            name: "DispatchStoreTests",
            dependencies: [
                "DispatchCore", "DispatchStore", "DispatchTestSupport", "Geospatial", "PowerLossVFS",
                "StoreTestSupport", "TestSupport",
                grdb,
            ]
        ),
        .testTarget(
            name: "RosterFilesTests",
            dependencies: ["DispatchCore", "DispatchStore", "Geospatial", "RosterFiles"]
        ),
        .testTarget(name: "CurlTransportTests", dependencies: ["CurlTransport", "TestSupport"]),
        .testTarget(
            name: "WebhookDeliveryTests",
            dependencies: ["CurlTransport", "WebhookDelivery", "TestSupport", logging]
        ),
        .testTarget(
            name: "DispatchServiceTests",
            dependencies: [
                "CurlTransport", "DispatchCore", "DispatchService", "DispatchStore", "DispatchTestSupport",
                "DispatchWire", "Geospatial", "RosterFiles", "StoreTestSupport", "TestSupport", "WebhookDelivery",
                coreMetrics, grdb, logging, serviceLifecycle,
            ]
        ),
        .testTarget(
            name: "DispatchHTTPTests",
            dependencies: [
                "CurlTransport", "DispatchCore", "DispatchHTTP", "DispatchService", "DispatchStore", "DispatchWire",
                "Geospatial", "RosterFiles", "TestSupport", "WebhookDelivery", grdb, httpTypes, hummingbird,
                inMemoryLogging, logging, nioCore, nioEmbedded, nioPosix, serviceLifecycle, yams,
            ]
        ),
        .testTarget(name: "SystemdTests", dependencies: ["Systemd", "TestSupport"]),
        .testTarget(name: "SimulationTests", dependencies: ["DispatchCore", "Geospatial", "Simulation"]),
        .testTarget(
            name: "arrivedTests",
            dependencies: ["arrived", "DispatchService", "Systemd", "TestSupport", logging, yams]
        ),
        .testTarget(name: "arrivectlTests", dependencies: ["arrivectl", "DispatchWire", "Simulation", "TestSupport"]),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "CurlTransport", "DispatchCore", "DispatchStore", "DispatchWire", "Simulation", "TestSupport",
                "WebhookDelivery",
                "arrived",
                "arrivectl", grdb,
            ],
            // Read where they lie, by Python.
            exclude: [
                "Browser/pages.py", "Contract/contract.py", "Contract/hooks.py", "Contract/requirements.txt",
                "Contract/schemathesis.toml", "Foreign/requirements.txt", "Foreign/verify.py", "Harness/daemon.py",
            ]
        ),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .treatAllWarnings(as: .error),
        .strictMemorySafety(),
    ]
}
