/** The long-lived credential of one device. Implemented by `access`; the plain token is given once. */
export abstract class DeviceTokens {
  abstract issue(owner: { readonly userId: string; readonly deviceId: string }, now: Date): Promise<string>;
  abstract revoke(deviceId: string, now: Date): Promise<void>;
}
