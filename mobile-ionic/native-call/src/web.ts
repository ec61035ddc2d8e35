import { CapacitorException, WebPlugin } from '@capacitor/core';
import { type Clock, systemClock } from './clock.js';
import type {
  CancelReason,
  ConfigureOptions,
  EndReason,
  NativeCallErrorCode,
  NativeCallPlugin,
  Permission,
  PresentResult,
  PushTokens,
  Readiness,
  RegisterOptions,
  RingCard,
  RingEvent,
  RingSnapshot,
  Severity,
} from './definitions.js';
import { webReadiness } from './readiness.js';
import { ReceiptQueue, postByFetch } from './receipts.js';
import type { MachineEvent } from './ring-machine.js';
import { RingDriver } from './ring-driver.js';
import { WebRinger } from './ringer.js';
import { IndexedDbStore, MemoryStore, type Store } from './store.js';
import { WebSurface, readyRegistration } from './web-surface.js';
import { readPush } from './wire.js';

/** What the service worker leaves for the page, and posts to it. */
interface WorkerMessage {
  readonly type: 'barry-push';
  readonly push: unknown;
}

/** Rings in a browser: really, with sound, vibration, a screen that stays on, and a notification. */
export class NativeCallWeb extends WebPlugin implements NativeCallPlugin {
  private offsetMs = 0;
  private readonly clock: Clock = {
    now: () => systemClock.now() + this.offsetMs,
    after: systemClock.after,
  };
  private readonly store: Store = typeof indexedDB === 'undefined' ? new MemoryStore() : new IndexedDbStore();
  private readonly ringer = new WebRinger();
  private readonly surface = new WebSurface(this.ringer);
  private readonly receipts = new ReceiptQueue(
    this.store,
    postByFetch,
    this.clock,
    () => this.settings().deviceId,
  );
  private driver: RingDriver | undefined;
  private options: ConfigureOptions | undefined;
  private testEnd: (() => void) | undefined;

  constructor() {
    super();
    // Each new page starts with its sound locked; the first touch of anything unlocks it.
    const unlock = (): void => {
      void this.ringer.unlock().then((unlocked) => {
        if (!unlocked) return;
        for (const gesture of GESTURES) removeEventListener(gesture, unlock, true);
        void this.tellReadiness();
      });
    };
    for (const gesture of GESTURES) addEventListener(gesture, unlock, true);
    addEventListener('online', () => void this.receipts.flush());
    if ('serviceWorker' in navigator) {
      navigator.serviceWorker.addEventListener(
        'message',
        ({ data }: MessageEvent<WorkerMessage | undefined>) => {
          if (data?.type === 'barry-push' && this.options) void this.takePush(data.push);
        },
      );
    }
  }

  async configure(options: ConfigureOptions): Promise<void> {
    this.options = options;
    this.surface.labels = options.labels;
    await Promise.all([
      this.store.set('labels', options.labels),
      // The worker posts receipts in this device's name while no page is open.
      this.store.set('deviceId', options.deviceId),
    ]).catch(() => undefined);
    this.driver ??= new RingDriver(this.store, this.surface, this.receipts, this.clock, (event) =>
      this.notifyListeners('ringEvent', event),
    );
    await this.takeOverPushed();
    void this.receipts.flush();
  }

  async syncClock({ offsetMs }: { offsetMs: number }): Promise<void> {
    this.offsetMs = offsetMs;
    await this.store.set('clockOffsetMs', offsetMs).catch(() => undefined);
    await this.driver?.dispatch({ type: 'tick' });
  }

  async register({ vapidPublicKey }: RegisterOptions = {}): Promise<PushTokens> {
    const base: PushTokens = { platform: 'web', variant: this.settings().variant };
    if (vapidPublicKey === undefined || vapidPublicKey === '') return base;
    const registration = await readyRegistration();
    if (!registration?.pushManager) return base;
    const key = bytesOf(vapidPublicKey);
    const known = await registration.pushManager.getSubscription();
    // A subscription under another key can never be sent to; the server was set up anew.
    if (known && !sameBytes(known.options.applicationServerKey, key)) await known.unsubscribe();
    const subscription =
      (await registration.pushManager.getSubscription()) ??
      (await registration.pushManager
        .subscribe({ userVisibleOnly: true, applicationServerKey: key })
        .catch(() => undefined));
    const { endpoint, expirationTime, keys } = subscription?.toJSON() ?? {};
    if (endpoint === undefined || keys?.['p256dh'] === undefined || keys['auth'] === undefined) return base;
    const tokens: PushTokens = {
      ...base,
      webPush: {
        endpoint,
        keys: { p256dh: keys['p256dh'], auth: keys['auth'] },
        ...(typeof expirationTime === 'number' && { expirationTime }),
      },
    };
    this.notifyListeners('tokens', tokens);
    return tokens;
  }

  async unregister(): Promise<void> {
    const registration = await readyRegistration();
    const subscription = await registration?.pushManager?.getSubscription();
    await subscription?.unsubscribe();
  }

  async present({ card, calls }: { card: RingCard; calls?: readonly string[] }): Promise<PresentResult> {
    const result = await this.driven().dispatch({ type: 'card', card, ...(calls && { calls }) });
    return result ?? { result: 'dropped', because: 'seen' };
  }

  async cancel(told: { ringId: string; revision: number; reason: CancelReason }): Promise<PresentResult> {
    const result = await this.driven().dispatch({ type: 'cancelled', ...told });
    return result ?? { result: 'dropped', because: 'seen' };
  }

  async getRings(): Promise<{ rings: RingSnapshot[] }> {
    return { rings: await this.driven().rings() };
  }

  async getPendingEvents(): Promise<{ events: RingEvent[] }> {
    return { events: await this.driven().pendingEvents() };
  }

  ackEvents({ upTo }: { upTo: number }): Promise<void> {
    return this.driven().ack(upTo);
  }

  answer({ ringId }: { ringId: string }): Promise<void> {
    return this.act({ type: 'answered', ringId });
  }

  end({ ringId, reason }: { ringId: string; reason: EndReason }): Promise<void> {
    return this.act({ type: 'ended', ringId, reason });
  }

  update(told: {
    ringId: string;
    title?: string;
    subtitle?: string;
    calls?: readonly string[];
  }): Promise<void> {
    return this.act({ type: 'told', ...told });
  }

  reportShown({ ringId }: { ringId: string }): Promise<void> {
    return this.act({ type: 'shown', ringId });
  }

  silence({ ringId }: { ringId: string }): Promise<void> {
    return this.act({ type: 'silenced', ringId });
  }

  async ringTest({
    seconds = 6,
    severity = 'high',
  }: { seconds?: number; severity?: Severity } = {}): Promise<void> {
    this.testEnd?.();
    // A test never stands in the way of a ring.
    if (this.surface.isSounding) return;
    await this.ringer.start(severity);
    const callOff = this.clock.after(seconds * 1_000, () => void this.stopRingTest());
    this.testEnd = callOff;
  }

  stopRingTest(): Promise<void> {
    this.testEnd?.();
    this.testEnd = undefined;
    if (!this.surface.isSounding) this.ringer.stop();
    return Promise.resolve();
  }

  async checkReadiness(): Promise<Readiness> {
    return webReadiness({
      audioUnlocked: this.ringer.unlocked,
      lastReceiptAt: await this.store.get<string>('lastReceiptAt').catch(() => undefined),
      now: this.clock.now(),
    });
  }

  async requestPermissions(options?: { permissions: readonly Permission[] }): Promise<Readiness> {
    const wanted = options?.permissions ?? ['audio', 'notifications'];
    // Audio first: it must still stand in the gesture that called us.
    if (wanted.includes('audio')) await this.ringer.unlock();
    if (
      wanted.includes('notifications') &&
      'Notification' in window &&
      Notification.permission === 'default'
    ) {
      await Notification.requestPermission();
    }
    return this.tellReadiness();
  }

  openSettings(): Promise<void> {
    return Promise.reject(failure('A browser does not let a page open its settings.', 'UNSUPPORTED'));
  }

  private async act(event: Extract<MachineEvent, { ringId: string }>): Promise<void> {
    const driver = this.driven();
    if (!(await driver.knows(event.ringId)))
      throw failure(`There is no ring ${event.ringId}.`, 'UNKNOWN_RING');
    await driver.dispatch(event);
  }

  /** Cards which the worker got while no page was open. */
  private async takeOverPushed(): Promise<void> {
    const pushed = await this.store.list<unknown>('pushed/').catch(() => []);
    for (const [key, push] of pushed) {
      await this.takePush(push);
      await this.store.delete(key);
    }
  }

  private async takePush(said: unknown): Promise<void> {
    const push = readPush(said);
    if (push?.kind === 'cancel') {
      const { ringId, revision, reason } = push;
      await this.cancel({ ringId, revision, reason });
    } else if (push && 'card' in push && push.card) {
      await this.present({ card: push.card });
    }
  }

  private async tellReadiness(): Promise<Readiness> {
    const readiness = await this.checkReadiness();
    this.notifyListeners('readiness', readiness);
    return readiness;
  }

  private settings(): ConfigureOptions {
    if (!this.options) throw failure('configure() comes first.', 'NOT_CONFIGURED');
    return this.options;
  }

  private driven(): RingDriver {
    if (!this.driver) throw failure('configure() comes first.', 'NOT_CONFIGURED');
    return this.driver;
  }
}

const GESTURES = ['pointerdown', 'keydown', 'touchend'] as const;

function failure(message: string, code: NativeCallErrorCode): Error {
  return new CapacitorException(message, code as never);
}

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64url.replace(/-/g, '+').replace(/_/g, '/'));
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function sameBytes(a: ArrayBuffer | null, b: Uint8Array): boolean {
  if (!a || a.byteLength !== b.byteLength) return false;
  return new Uint8Array(a).every((byte, at) => byte === b[at]);
}
