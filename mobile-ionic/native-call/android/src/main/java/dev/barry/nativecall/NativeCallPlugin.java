package dev.barry.nativecall;

import com.getcapacitor.JSArray;
import com.getcapacitor.JSObject;
import com.getcapacitor.Plugin;
import com.getcapacitor.PluginCall;
import com.getcapacitor.PluginMethod;
import com.getcapacitor.annotation.CapacitorPlugin;

/** The Android side of definitions.ts. It takes part in the build; ringing by itself comes with its own core. */
@CapacitorPlugin(name = "NativeCall")
public class NativeCallPlugin extends Plugin {

    private static final String UNSUPPORTED = "UNSUPPORTED";

    @PluginMethod
    public void configure(PluginCall call) {
        if (call.getString("deviceId") == null) {
            call.reject("deviceId is required", "NOT_CONFIGURED");
            return;
        }
        call.resolve();
    }

    @PluginMethod
    public void syncClock(PluginCall call) {
        call.resolve();
    }

    @PluginMethod
    public void register(PluginCall call) {
        JSObject tokens = new JSObject();
        tokens.put("platform", "android");
        tokens.put("variant", "normal");
        call.resolve(tokens);
    }

    @PluginMethod
    public void unregister(PluginCall call) {
        call.resolve();
    }

    @PluginMethod
    public void getRings(PluginCall call) {
        JSObject result = new JSObject();
        result.put("rings", new JSArray());
        call.resolve(result);
    }

    @PluginMethod
    public void getPendingEvents(PluginCall call) {
        JSObject result = new JSObject();
        result.put("events", new JSArray());
        call.resolve(result);
    }

    @PluginMethod
    public void ackEvents(PluginCall call) {
        call.resolve();
    }

    @PluginMethod
    public void checkReadiness(PluginCall call) {
        JSObject result = new JSObject();
        result.put("overall", "unknown");
        result.put("checks", new JSArray());
        call.resolve(result);
    }

    @PluginMethod
    public void present(PluginCall call) {
        unsupported(call);
    }

    @PluginMethod
    public void cancel(PluginCall call) {
        unsupported(call);
    }

    @PluginMethod
    public void answer(PluginCall call) {
        unsupported(call);
    }

    @PluginMethod
    public void end(PluginCall call) {
        unsupported(call);
    }

    @PluginMethod
    public void update(PluginCall call) {
        unsupported(call);
    }

    @PluginMethod
    public void reportShown(PluginCall call) {
        unsupported(call);
    }

    @PluginMethod
    public void silence(PluginCall call) {
        unsupported(call);
    }

    @PluginMethod
    public void ringTest(PluginCall call) {
        unsupported(call);
    }

    @PluginMethod
    public void stopRingTest(PluginCall call) {
        unsupported(call);
    }

    @PluginMethod
    public void openSettings(PluginCall call) {
        unsupported(call);
    }

    private void unsupported(PluginCall call) {
        call.reject("Not on Android yet", UNSUPPORTED);
    }
}
