import type { PluginListenerHandle } from '@capacitor/core';

/**
 * The contract between the app and whatever makes the telephone ring: a browser (`web.ts`), Android or iOS.
 *
 * A ring has one identity on every wire: `ringId` and `revision`. One live ring per device stands for any
 * number of calls; more or fewer calls raise the revision, and so does the cancel when none is left.
 * Nothing here throws for an unknown platform value; what cannot be known is reported as `unknown`.
 *
 * Failures reject with one of {@link NativeCallErrorCode} as `code`.
 */
export interface NativeCallPlugin {
  /** Tells the plugin who it is. To be called at each start, before anything else. */
  configure(options: ConfigureOptions): Promise<void>;

  /**
   * How far the server's clock is ahead of this device's. A ring ends by the server's time: a device whose clock
   * is wrong must not take it for expired.
   */
  syncClock(options: { offsetMs: number }): Promise<void>;

  /** Asks the platform for every address by which it can be woken; resolves with those known now. */
  register(options?: RegisterOptions): Promise<PushTokens>;
  /** Gives those addresses up again (sign-out). */
  unregister(): Promise<void>;

  /**
   * Hands over a card that came by another way than the platform's push: the open app's own event stream.
   * The same rules hold as for a push: a seen revision is dropped, a cancelled ring does not ring.
   */
  present(options: { card: RingCard; calls?: readonly string[] }): Promise<PresentResult>;
  /** The ring is over for everybody's sake but this person's: somebody took it, it was resolved, its time is up. */
  cancel(options: { ringId: string; revision: number; reason: CancelReason }): Promise<PresentResult>;

  /** The truth after a cold start: every ring this device still knows, live ones first. */
  getRings(): Promise<{ rings: RingSnapshot[] }>;
  /** The durable event log: everything that was not acknowledged yet, in order of `seq`. */
  getPendingEvents(): Promise<{ events: RingEvent[] }>;
  /** Forgets the events up to and including this number. */
  ackEvents(options: { upTo: number }): Promise<void>;

  /** The person answered: the device falls silent, they read. Not an acceptance. */
  answer(options: { ringId: string }): Promise<void>;
  /** Ends a ring on this device, for the reason given. */
  end(options: { ringId: string; reason: EndReason }): Promise<void>;
  /** What the server said meanwhile: better words, and the calls which this ring stands for. */
  update(options: {
    ringId: string;
    title?: string;
    subtitle?: string;
    calls?: readonly string[];
  }): Promise<void>;
  /** The message is on the screen: the native side may end the system's call. */
  reportShown(options: { ringId: string }): Promise<void>;
  /** Silences this device without declining (the volume key does the same); the ring stays on the screen. */
  silence(options: { ringId: string }): Promise<void>;

  /** Rings here and now, without any server, so that the ear can judge. */
  ringTest(options?: { seconds?: number; severity?: Severity }): Promise<void>;
  stopRingTest(): Promise<void>;

  /** Will it ring? Each thing that could keep it from ringing, by itself. */
  checkReadiness(): Promise<Readiness>;
  /** Asks the person; in a browser it must be called from a gesture. */
  requestPermissions(options?: { permissions: readonly Permission[] }): Promise<Readiness>;
  /** Opens the platform's own page where a check can be mended; UNSUPPORTED where there is none. */
  openSettings(options: { page: SettingsPage }): Promise<void>;

  addListener(event: 'tokens', listener: (tokens: PushTokens) => void): Promise<PluginListenerHandle>;
  /** Only a wake-up: the log behind {@link getPendingEvents} is what counts. */
  addListener(event: 'ringEvent', listener: (event: RingEvent) => void): Promise<PluginListenerHandle>;
  addListener(event: 'readiness', listener: (readiness: Readiness) => void): Promise<PluginListenerHandle>;
  removeAllListeners(): Promise<void>;
}

export type NativeCallErrorCode = 'NOT_CONFIGURED' | 'UNKNOWN_RING' | 'PERMISSION_DENIED' | 'UNSUPPORTED';

export interface ConfigureOptions {
  /** Addresses of the server, best first. */
  readonly hosts: readonly string[];
  readonly deviceId: string;
  readonly variant: Variant;
  readonly labels: RingLabels;
  /** Name of a bundled ringtone; the bell when left out. */
  readonly ringtone?: string;
}

export interface RegisterOptions {
  /** The server's VAPID public key (base64url); without one a browser is only reached while open. */
  readonly vapidPublicKey?: string;
}

/** Words which the platform shows while no page of ours is there to show them, in the person's language. */
export interface RingLabels {
  readonly appName: string;
  readonly answer: string;
  readonly decline: string;
  /** `{count}` is filled in. */
  readonly several: string;
  /** Why it stopped, for the line that remains on the lock screen. */
  readonly over: Readonly<Record<CancelReason, string>>;
  readonly severity: Readonly<Record<Severity, string>>;
}

export type Variant = 'normal' | 'emergency';
export type Severity = 'critical' | 'high' | 'warning' | 'info' | 'unknown';

/**
 * What is pushed to a device (`proto/ring/ring-card.schema.json`). It never carries the message itself: that is
 * fetched after the answer.
 */
export interface RingCard {
  readonly ringId: string;
  readonly revision: number;
  /** One short line; a team may keep even that from the push service. */
  readonly title: string;
  readonly severity: Severity;
  readonly team: string;
  /** How many calls the ring stands for. */
  readonly count: number;
  readonly expiresAt: string;
  readonly ringSeconds: number;
  readonly receipt: ReceiptAddress;
}

export interface ReceiptAddress {
  /** Good for receipts, polling, accepting and declining of this one ring on this one device. */
  readonly token: string;
  /** Two or more, tried in turn. */
  readonly urls: readonly string[];
}

export interface PushTokens {
  readonly platform: 'ios' | 'android' | 'web';
  readonly variant: Variant;
  readonly fcm?: string;
  readonly apnsVoip?: string;
  readonly apnsAlert?: string;
  readonly apnsEnvironment?: 'sandbox' | 'production';
  readonly webPush?: WebPushSubscription;
}

export interface WebPushSubscription {
  readonly endpoint: string;
  readonly expirationTime?: number;
  readonly keys: { readonly p256dh: string; readonly auth: string };
}

export type RingState = 'arrived' | 'ringing' | 'answered' | 'shown' | 'ended';
/** What the server says of a ring that stops without its own person having said so. */
export type CancelReason = 'accepted-by-other' | 'resolved' | 'cancelled' | 'timed-out';
export type EndReason = CancelReason | 'accepted' | 'declined' | 'rang-out' | 'expired' | 'failed';

/** Why a device that received a card could not ring. */
export type Suppression =
  'dnd' | 'permission' | 'fullScreenDenied' | 'telecomBusy' | 'blocklist' | 'audioLocked';

export interface RingSnapshot {
  readonly ringId: string;
  readonly revision: number;
  /** The calls it stands for, as far as the server was asked. */
  readonly calls: readonly string[];
  readonly count: number;
  readonly title: string;
  readonly subtitle?: string;
  readonly severity: Severity;
  readonly team: string;
  readonly state: RingState;
  readonly silenced: boolean;
  readonly receivedAt: string;
  readonly expiresAt: string;
  readonly ringSeconds: number;
  readonly suppressed?: Suppression;
  readonly endReason?: EndReason;
}

export type PresentResult =
  | { readonly result: 'ringing' | 'updated' | 'cancelled' }
  | { readonly result: 'dropped'; readonly because: 'seen' | 'cancelled' | 'expired' };

/** One line of the durable log. `seq` grows without gaps on a device and survives restarts. */
export interface RingEvent {
  readonly seq: number;
  readonly at: string;
  readonly type: RingEventType;
  readonly ring: RingSnapshot;
}

export type RingEventType = 'incoming' | 'updated' | 'answered' | 'silenced' | 'suppressed' | 'ended';

/** What a device reports (`proto/ring/receipt.schema.json`); `delivered` alone proves nothing to an ear. */
export type ReceiptKind = 'delivered' | 'ringing' | 'suppressed' | 'expired' | 'answered' | 'stopped';

export type Level = 'ok' | 'warn' | 'fail' | 'unknown';
export type Permission = 'notifications' | 'audio' | 'fullScreen' | 'battery';
export type SettingsPage = 'notifications' | 'fullScreen' | 'battery' | 'dnd' | 'vendor' | 'app';

export type CheckId =
  | 'notifications'
  | 'fullScreen'
  | 'channel'
  | 'dnd'
  | 'battery'
  | 'background'
  | 'vendor'
  | 'telecom'
  | 'voipToken'
  | 'fcmToken'
  | 'webPush'
  | 'criticalAlert'
  | 'timeSensitive'
  | 'network'
  | 'lastReceipt'
  | 'audioUnlocked'
  | 'serviceWorker';

export interface ReadinessCheck {
  readonly id: CheckId;
  readonly level: Level;
  /** A fact for the screen: a date, a permission's state. */
  readonly detail?: string;
  /** `request`: {@link NativeCallPlugin.requestPermissions} mends it; `settings`: the person must. */
  readonly fix: 'request' | 'settings' | 'none';
}

export interface Readiness {
  /** The worst of the checks; `unknown` counts as `ok` beside others. */
  readonly overall: Level;
  readonly checks: readonly ReadinessCheck[];
}
