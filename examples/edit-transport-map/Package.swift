// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "edit-transport-map",
    dependencies: [.package(name: "mxprobe", path: "../..")],
    targets: [
        .executableTarget(
            name: "edit-transport-map",
            dependencies: [
                .product(name: "TransportMap", package: "mxprobe"),
                .product(name: "PostfixSystem", package: "mxprobe"),
            ]
        )
    ]
)
