// swift-tools-version: 5.9
import PackageDescription

let package = Package(
    name: "BarryNativeCall",
    platforms: [.iOS(.v15)],
    products: [
        .library(
            name: "BarryNativeCall",
            targets: ["NativeCallPlugin"])
    ],
    dependencies: [
        .package(url: "https://github.com/ionic-team/capacitor-swift-pm.git", from: "8.0.0")
    ],
    targets: [
        .target(
            name: "NativeCallPlugin",
            dependencies: [
                .product(name: "Capacitor", package: "capacitor-swift-pm"),
                .product(name: "Cordova", package: "capacitor-swift-pm")
            ],
            path: "ios/Sources/NativeCallPlugin"),
        .testTarget(
            name: "NativeCallPluginTests",
            dependencies: ["NativeCallPlugin"],
            path: "ios/Tests/NativeCallPluginTests")
    ]
)
