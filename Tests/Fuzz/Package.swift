// swift-tools-version: 6.2
import PackageDescription

/// One fuzzer per grammar: a folder in Sources, and one of the same name in Corpus and FailCases.
let grammars = ["ReplyFuzz", "NameFuzz"]

// Built by scripts/fuzz only, which brings the sanitizer that has the entry point.
let package = Package(
    name: "Fuzz",
    dependencies: [.package(name: "mxprobe", path: "../..")],
    targets: grammars.map { grammar in
        .executableTarget(
            name: grammar,
            dependencies: [.product(name: "ProbeModel", package: "mxprobe")],
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
