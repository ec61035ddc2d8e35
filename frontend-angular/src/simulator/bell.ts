/** A short ring, made here: two tones, as long as anything rings. Off until somebody wants it. */
export class Bell {
  private context: AudioContext | undefined;
  private timer: ReturnType<typeof setInterval> | undefined;

  /** From a gesture, as browsers demand. */
  start(isRinging: () => boolean): void {
    this.context ??= new AudioContext();
    this.timer = setInterval(() => isRinging() && this.strike(), 1_000);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private strike(): void {
    const { context } = this;
    if (!context) return;
    const [tone, loudness] = [context.createOscillator(), context.createGain()];
    tone.frequency.setValueAtTime(880, context.currentTime);
    tone.frequency.setValueAtTime(660, context.currentTime + 0.15);
    loudness.gain.setValueAtTime(0.08, context.currentTime);
    loudness.gain.exponentialRampToValueAtTime(0.001, context.currentTime + 0.4);
    tone.connect(loudness).connect(context.destination);
    tone.start();
    tone.stop(context.currentTime + 0.4);
  }
}
