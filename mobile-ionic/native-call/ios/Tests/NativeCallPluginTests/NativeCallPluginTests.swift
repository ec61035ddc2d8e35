import XCTest

@testable import NativeCallPlugin

final class NativeCallPluginTests: XCTestCase {
    func testIsKnownToJavaScriptByItsName() {
        XCTAssertEqual(NativeCallPlugin().jsName, "NativeCall")
    }
}
