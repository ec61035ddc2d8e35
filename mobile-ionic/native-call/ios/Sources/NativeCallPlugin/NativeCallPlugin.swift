import Capacitor
import Foundation

/// The iOS side of definitions.ts. It takes part in the build; ringing by itself comes with its own core.
@objc(NativeCallPlugin)
public class NativeCallPlugin: CAPPlugin, CAPBridgedPlugin {
    public let identifier = "NativeCallPlugin"
    public let jsName = "NativeCall"
    public let pluginMethods: [CAPPluginMethod] = [
        CAPPluginMethod(name: "configure", returnType: CAPPluginReturnPromise),
        CAPPluginMethod(name: "syncClock", returnType: CAPPluginReturnPromise),
        CAPPluginMethod(name: "register", returnType: CAPPluginReturnPromise),
        CAPPluginMethod(name: "unregister", returnType: CAPPluginReturnPromise),
        CAPPluginMethod(name: "present", returnType: CAPPluginReturnPromise),
        CAPPluginMethod(name: "cancel", returnType: CAPPluginReturnPromise),
        CAPPluginMethod(name: "getRings", returnType: CAPPluginReturnPromise),
        CAPPluginMethod(name: "getPendingEvents", returnType: CAPPluginReturnPromise),
        CAPPluginMethod(name: "ackEvents", returnType: CAPPluginReturnPromise),
        CAPPluginMethod(name: "answer", returnType: CAPPluginReturnPromise),
        CAPPluginMethod(name: "end", returnType: CAPPluginReturnPromise),
        CAPPluginMethod(name: "update", returnType: CAPPluginReturnPromise),
        CAPPluginMethod(name: "reportShown", returnType: CAPPluginReturnPromise),
        CAPPluginMethod(name: "silence", returnType: CAPPluginReturnPromise),
        CAPPluginMethod(name: "ringTest", returnType: CAPPluginReturnPromise),
        CAPPluginMethod(name: "stopRingTest", returnType: CAPPluginReturnPromise),
        CAPPluginMethod(name: "checkReadiness", returnType: CAPPluginReturnPromise),
        CAPPluginMethod(name: "requestPermissions", returnType: CAPPluginReturnPromise),
        CAPPluginMethod(name: "openSettings", returnType: CAPPluginReturnPromise)
    ]

    @objc func configure(_ call: CAPPluginCall) {
        guard call.getString("deviceId") != nil else {
            call.reject("deviceId is required", "NOT_CONFIGURED")
            return
        }
        call.resolve()
    }

    @objc func syncClock(_ call: CAPPluginCall) {
        call.resolve()
    }

    @objc func register(_ call: CAPPluginCall) {
        call.resolve(["platform": "ios", "variant": "normal"])
    }

    @objc func unregister(_ call: CAPPluginCall) {
        call.resolve()
    }

    @objc func getRings(_ call: CAPPluginCall) {
        call.resolve(["rings": []])
    }

    @objc func getPendingEvents(_ call: CAPPluginCall) {
        call.resolve(["events": []])
    }

    @objc func ackEvents(_ call: CAPPluginCall) {
        call.resolve()
    }

    @objc func checkReadiness(_ call: CAPPluginCall) {
        call.resolve(["overall": "unknown", "checks": []])
    }

    @objc override public func requestPermissions(_ call: CAPPluginCall) {
        checkReadiness(call)
    }

    @objc func present(_ call: CAPPluginCall) { unsupported(call) }
    @objc func cancel(_ call: CAPPluginCall) { unsupported(call) }
    @objc func answer(_ call: CAPPluginCall) { unsupported(call) }
    @objc func end(_ call: CAPPluginCall) { unsupported(call) }
    @objc func update(_ call: CAPPluginCall) { unsupported(call) }
    @objc func reportShown(_ call: CAPPluginCall) { unsupported(call) }
    @objc func silence(_ call: CAPPluginCall) { unsupported(call) }
    @objc func ringTest(_ call: CAPPluginCall) { unsupported(call) }
    @objc func stopRingTest(_ call: CAPPluginCall) { unsupported(call) }
    @objc func openSettings(_ call: CAPPluginCall) { unsupported(call) }

    private func unsupported(_ call: CAPPluginCall) {
        call.reject("Not on iOS yet", "UNSUPPORTED")
    }
}
