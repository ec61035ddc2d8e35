/** Implemented by `devices`: an open stream is proof that a device can be reached right now. */
export abstract class Presence {
  /**
   * The stream of this device is open, or still open. Resolves when that is written, or could not be: never throws.
   */
  abstract seen(deviceId: string, at: Date): Promise<void>;
  abstract gone(deviceId: string, at: Date): void;
}
