/** Implemented by `devices`: an open stream is proof that a device can be reached right now. */
export abstract class Presence {
  /** The stream of this device is open, or still open. Never throws; the write may be late. */
  abstract seen(deviceId: string, at: Date): void;
  abstract gone(deviceId: string, at: Date): void;
}
