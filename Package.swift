// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "mxprobe",
    products: [
        .executable(name: "mxprobe", targets: ["mxprobe"]),
        .library(name: "ProbeModel", targets: ["ProbeModel"]),
        .library(name: "Diagnosis", targets: ["Diagnosis"]),
        .library(name: "TransportMap", targets: ["TransportMap"]),
        .library(name: "PostfixModel", targets: ["PostfixModel"]),
        .library(name: "PostfixSystem", targets: ["PostfixSystem"]),
        // Nothing public in these: the fuzz targets, a package of their own, test them from outside.
        .library(name: "Settings", targets: ["Settings"]),
        .library(name: "WebhookDelivery", targets: ["WebhookDelivery"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // C libraries and the few system calls that Swift cannot import.
        .target(name: "CLinuxSockets"),
        .target(name: "CLinuxFiles"),
        .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
        // No pkgConfig: Debian's libunbound.pc names libevent.pc, which is not installed with it.
        .systemLibrary(name: "CUnbound", providers: [.apt(["libunbound-dev"])]),
        .systemLibrary(
            name: "CCurl",
            pkgConfig: "libcurl",
            providers: [.apt(["libcurl4-openssl-dev"])]
        ),
        .systemLibrary(name: "CIDN2", pkgConfig: "libidn2", providers: [.apt(["libidn2-dev"])]),

        // The pure middle.
        .target(name: "ProbeModel"),
        .target(name: "Diagnosis", dependencies: ["ProbeModel"]),
        .target(name: "TransportMap", dependencies: ["ProbeModel"]),
        .target(name: "PostfixModel", dependencies: ["ProbeModel", "TransportMap"]),
        .target(name: "AlertPolicy", dependencies: ["ProbeModel"]),
        .target(
            name: "Rendering",
            dependencies: ["ProbeModel", "AlertPolicy", "TransportMap", "PostfixModel"],
            exclude: ["mxprobe.diagnosis-1.schema.json"]
        ),

        // Ports and orchestration.
        .target(name: "ProbeEngine", dependencies: ["ProbeModel", "Diagnosis"]),

        // The edges.
        .target(name: "Sockets", dependencies: ["ProbeModel", "CLinuxSockets"]),
        .target(
            name: "LocalMachine",
            dependencies: ["ProbeModel", "ProbeEngine", "Sockets", "CLinuxSockets"]
        ),
        .target(
            name: "PathTrace",
            dependencies: ["ProbeModel", "ProbeEngine", "Sockets", "CLinuxSockets"]
        ),
        .target(name: "InternationalNames", dependencies: ["ProbeModel", "CIDN2"]),
        .target(
            name: "MXResolution",
            dependencies: ["ProbeModel", "ProbeEngine", "CUnbound", "Sockets", "CLinuxSockets"]
        ),
        .target(
            name: "SMTPTransport",
            dependencies: ["ProbeModel", "ProbeEngine", "COpenSSL", "Sockets", "CLinuxSockets"]
        ),
        .target(
            name: "PostfixSystem",
            dependencies: [
                "ProbeModel", "TransportMap", "PostfixModel", "Sockets", "CLinuxSockets",
                "CLinuxFiles",
            ]
        ),
        .target(
            name: "StateStore",
            dependencies: [
                "ProbeModel", "AlertPolicy", .product(name: "GRDB", package: "GRDB.swift"),
            ]
        ),
        .target(
            name: "WebhookDelivery",
            dependencies: ["ProbeModel", "AlertPolicy", "CCurl", "COpenSSL", "Sockets"]
        ),
        .target(
            name: "Settings",
            dependencies: ["ProbeModel", "AlertPolicy", .product(name: "Yams", package: "Yams")]
        ),
        .target(
            name: "ProbeCommands",
            dependencies: [
                "ProbeModel", "Diagnosis", "Rendering", "ProbeEngine", "InternationalNames",
                "LocalMachine", "MXResolution", "PathTrace", "SMTPTransport", "Settings",
                "TransportMap", "PostfixModel", "PostfixSystem", "AlertPolicy", "StateStore",
                "WebhookDelivery", "Sockets", "CLinuxSockets",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),
        .executableTarget(
            name: "mxprobe",
            dependencies: [
                "ProbeCommands",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),

        // Tests mirror the targets.
        .target(name: "TestSupport", path: "Tests/TestSupport"),
        .target(name: "PostfixTestSupport", path: "Tests/PostfixTestSupport"),
        .target(
            name: "DNSTestSupport",
            dependencies: ["ProbeModel"],
            path: "Tests/DNSTestSupport"
        ),
        .testTarget(
            name: "ProbeModelTests",
            dependencies: ["ProbeModel", "DNSTestSupport", "TestSupport"]
        ),
        .testTarget(
            name: "DiagnosisTests",
            dependencies: ["Diagnosis", "ProbeModel", "TestSupport"]
        ),
        .testTarget(
            name: "TransportMapTests",
            dependencies: ["TransportMap", "ProbeModel", "PostfixTestSupport", "TestSupport"],
            exclude: ["Goldens"]
        ),
        .testTarget(
            name: "PostfixModelTests",
            dependencies: [
                "PostfixModel", "TransportMap", "ProbeModel", "PostfixTestSupport", "TestSupport",
            ]
        ),
        .testTarget(
            name: "AlertPolicyTests",
            dependencies: ["AlertPolicy", "ProbeModel", "TestSupport"]
        ),
        .testTarget(
            name: "RenderingTests",
            dependencies: [
                "Rendering", "AlertPolicy", "PostfixModel", "TransportMap", "ProbeModel",
                "Diagnosis", "TestSupport",
            ],
            exclude: ["Goldens", "Schemas"]
        ),
        .testTarget(
            name: "ProbeEngineTests",
            dependencies: ["ProbeEngine", "ProbeModel", "Diagnosis", "TestSupport"]
        ),
        .testTarget(name: "LocalMachineTests", dependencies: ["LocalMachine", "ProbeModel"]),
        .testTarget(
            name: "PathTraceTests",
            dependencies: ["PathTrace", "ProbeModel", "ProbeEngine"]
        ),
        .testTarget(
            name: "MXResolutionTests",
            dependencies: [
                "MXResolution", "ProbeEngine", "ProbeModel", "DNSTestSupport", "TestSupport",
            ],
            exclude: ["Fixtures"]
        ),
        .testTarget(
            name: "SMTPTransportTests",
            dependencies: [
                "SMTPTransport", "ProbeModel", "ProbeEngine", "Sockets", "CLinuxSockets",
                "COpenSSL", "TestSupport",
            ]
        ),
        .testTarget(
            name: "SettingsTests",
            dependencies: [
                "Settings", "AlertPolicy", "InternationalNames", "ProbeModel", "TestSupport",
            ]
        ),
        .testTarget(
            name: "PostfixSystemTests",
            dependencies: [
                "PostfixSystem", "PostfixModel", "TransportMap", "ProbeModel",
                "ProcessTestSupport", "TestSupport", "CLinuxFiles", "MapTransactionProgram",
            ]
        ),
        // One change of a table in a process of its own, which tests kill at each system call.
        .executableTarget(
            name: "MapTransactionProgram",
            dependencies: ["PostfixSystem", "TransportMap"],
            path: "Tests/MapTransactionProgram"
        ),
        .testTarget(
            name: "StateStoreTests",
            dependencies: [
                "StateStore", "AlertPolicy", "ProbeModel", "TestSupport", "ProcessTestSupport",
                "StateStoreWriter", .product(name: "GRDB", package: "GRDB.swift"),
            ],
            exclude: ["Fixtures"]
        ),
        // A program that tests can kill, starve of room and run as somebody else.
        .executableTarget(
            name: "StateStoreWriter",
            dependencies: ["StateStore", "AlertPolicy", "ProbeModel"],
            path: "Tests/StateStoreWriter"
        ),
        .target(
            name: "ProcessTestSupport",
            dependencies: ["CLinuxSockets"],
            path: "Tests/ProcessTestSupport",
            exclude: ["receiver.py"]
        ),
        .testTarget(
            name: "WebhookDeliveryTests",
            dependencies: [
                "WebhookDelivery", "AlertPolicy", "TestSupport", "ProcessTestSupport",
            ],
            exclude: ["Support/verify.py"]
        ),
        .testTarget(name: "ProbeCommandsTests", dependencies: ["ProbeCommands"]),
        .testTarget(
            name: "CommandLineTests",
            dependencies: ["mxprobe", "ProcessTestSupport", "TestSupport"],
            exclude: ["mailworld.py"]
        ),
        // mxprobe by a clock that the tests set.
        .executableTarget(
            name: "ClockedProgram",
            dependencies: ["ProbeCommands"],
            path: "Tests/ClockedProgram"
        ),
        .testTarget(
            name: "TestNetworkTests",
            dependencies: [
                "mxprobe", "ClockedProgram", "MapTransactionProgram", "ProcessTestSupport",
            ],
            exclude: ["Goldens"]
        ),
    ]
)

/// One set of rules for every Swift target.
let strictness: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]
let cTargets: Set = ["CLinuxFiles", "CLinuxSockets"]
for target in package.targets where target.type != .system && !cTargets.contains(target.name) {
    target.swiftSettings = (target.swiftSettings ?? []) + strictness
}
