import { LOOP_SECONDS, bellLoop, riseSeconds, vibration } from './bell.js';
import type { Severity } from './definitions.js';

/** Makes the noise: sound in a loop, vibration, and a screen that stays on. */
export interface Ringer {
  /** Whether a sound could be made now, without another touch of the person. */
  readonly unlocked: boolean;
  /** To be called from a gesture; resolves with whether it helped. */
  unlock(): Promise<boolean>;
  /** Resolves with whether there is sound. */
  start(severity: Severity): Promise<boolean>;
  stop(): void;
}

export class WebRinger implements Ringer {
  private context?: AudioContext;
  private buffer?: AudioBuffer;
  private playing?: { readonly source: AudioBufferSourceNode; readonly gain: GainNode };
  private severity: Severity | undefined;
  private buzz: ReturnType<typeof setInterval> | undefined;
  private wakeLock: WakeLockSentinel | undefined;

  constructor() {
    // A wake lock is lost whenever the page is hidden; it is wanted back as long as it rings.
    document.addEventListener('visibilitychange', () => {
      if (this.severity && document.visibilityState === 'visible') void this.keepAwake();
    });
  }

  get unlocked(): boolean {
    return this.context?.state === 'running';
  }

  async unlock(): Promise<boolean> {
    if (typeof AudioContext === 'undefined') return false;
    this.context ??= new AudioContext({ latencyHint: 'interactive' });
    if (this.context.state !== 'running') {
      // resume() stays pending for ever where no gesture stands behind it.
      await Promise.race([this.context.resume().catch(() => undefined), pause(300)]);
    }
    if (this.unlocked && this.severity) this.play(this.severity);
    return this.unlocked;
  }

  async start(severity: Severity): Promise<boolean> {
    this.severity = severity;
    this.startBuzz(severity);
    void this.keepAwake();
    const unlocked = await this.unlock();
    // Stopped while the browser was making up its mind.
    if (this.severity !== severity) return false;
    return unlocked;
  }

  stop(): void {
    this.severity = undefined;
    clearInterval(this.buzz);
    this.buzz = undefined;
    if ('vibrate' in navigator) navigator.vibrate(0);
    void this.wakeLock?.release().catch(() => undefined);
    this.wakeLock = undefined;
    this.silence();
  }

  private play(severity: Severity): void {
    const context = this.context;
    if (!context) return;
    this.silence();
    this.buffer ??= this.render(context);
    const gain = context.createGain();
    const rise = riseSeconds(severity);
    gain.gain.setValueAtTime(rise === 0 ? 1 : 0.12, context.currentTime);
    if (rise > 0) gain.gain.linearRampToValueAtTime(1, context.currentTime + rise);
    const source = context.createBufferSource();
    source.buffer = this.buffer;
    source.loop = true;
    source.connect(gain).connect(context.destination);
    source.start();
    this.playing = { source, gain };
  }

  private silence(): void {
    if (!this.playing || !this.context) return;
    const { source, gain } = this.playing;
    gain.gain.cancelScheduledValues(this.context.currentTime);
    gain.gain.setTargetAtTime(0, this.context.currentTime, 0.015);
    source.stop(this.context.currentTime + 0.1);
    delete this.playing;
  }

  private render(context: AudioContext): AudioBuffer {
    const samples = bellLoop(context.sampleRate);
    const buffer = context.createBuffer(1, samples.length, context.sampleRate);
    buffer.copyToChannel(samples, 0);
    return buffer;
  }

  private startBuzz(severity: Severity): void {
    clearInterval(this.buzz);
    if (!('vibrate' in navigator)) return;
    const pattern = vibration(severity);
    navigator.vibrate(pattern);
    this.buzz = setInterval(() => navigator.vibrate(pattern), LOOP_SECONDS * 1_000);
  }

  private async keepAwake(): Promise<void> {
    if (!('wakeLock' in navigator) || this.wakeLock?.released === false) return;
    try {
      const lock = await navigator.wakeLock.request('screen');
      if (this.severity) this.wakeLock = lock;
      else await lock.release();
    } catch {
      // Battery saver or a hidden page; it rings without.
    }
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
