// swift-tools-version: 6.2
import PackageDescription

/// One fuzzer per grammar, and the library that it exercises: a folder in Sources, and one of the
/// same name in Corpus and FailCases.
let grammars = [
    "ConfigFuzz": "Settings", "DNSFuzz": "ProbeModel", "MapFuzz": "TransportMap",
    "NameFuzz": "ProbeModel", "ReplyFuzz": "ProbeModel", "ResponseFuzz": "WebhookDelivery",
]

// Built by scripts/fuzz only, which brings the sanitizer that has the entry point.
let package = Package(
    name: "Fuzz",
    dependencies: [.package(name: "mxprobe", path: "../..")],
    targets: grammars.map { grammar, library in
        .executableTarget(
            name: grammar,
            dependencies: [.product(name: library, package: "mxprobe")],
            swiftSettings: [
                .swiftLanguageMode(.v6),
                .treatAllWarnings(as: .error),
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("InternalImportsByDefault"),
                .enableUpcomingFeature("MemberImportVisibility"),
            ]
        )
    }
)
