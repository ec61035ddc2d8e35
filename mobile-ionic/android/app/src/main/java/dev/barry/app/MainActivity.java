package dev.barry.app;

import com.getcapacitor.BridgeActivity;

public class MainActivity extends BridgeActivity {}
