import type { Severity } from './definitions.js';

/** Two notes a fourth apart, like a collar bell: two seconds on, two off. */
export const LOOP_SECONDS = 4;
const LOW = 659.25;
const HIGH = 880;
const NOTES: readonly (readonly [at: number, hertz: number])[] = [
  [0, HIGH],
  [0.28, LOW],
  [0.56, HIGH],
  [1.0, HIGH],
  [1.28, LOW],
  [1.56, HIGH],
];
/** A small bell's partials: ratio, loudness, decay per second. */
const PARTIALS: readonly (readonly [ratio: number, gain: number, decay: number])[] = [
  [1, 1, 3.2],
  [2, 0.55, 4.5],
  [2.76, 0.4, 6],
  [5.4, 0.22, 11],
];

/** One loop as samples: an AudioBuffer loops by itself, also in a hidden tab whose timers are throttled. */
export function bellLoop(sampleRate: number): Float32Array<ArrayBuffer> {
  const samples = new Float32Array(Math.round(sampleRate * LOOP_SECONDS));
  for (const [at, hertz] of NOTES) strike(samples, sampleRate, at, hertz);
  const loudest = samples.reduce((peak, value) => Math.max(peak, Math.abs(value)), 0);
  return samples.map((value) => (value / loudest) * 0.95);
}

function strike(samples: Float32Array, sampleRate: number, at: number, hertz: number): void {
  const from = Math.round(at * sampleRate);
  const length = Math.min(samples.length - from, Math.round(0.9 * sampleRate));
  for (let index = 0; index < length; index++) {
    const t = index / sampleRate;
    const attack = Math.min(1, t / 0.004);
    const release = Math.min(1, (length - index) / (0.02 * sampleRate));
    let value = 0;
    for (const [ratio, gain, decay] of PARTIALS) {
      value += gain * Math.exp(-decay * t) * Math.sin(2 * Math.PI * hertz * ratio * t);
    }
    samples[from + index] = (samples[from + index] ?? 0) + value * attack * release;
  }
}

/** Seconds until it is at its loudest: at once when it is critical, rising otherwise. */
export const riseSeconds = (severity: Severity): number => (severity === 'critical' ? 0 : 6);

/** One loop of buzzing in step with the bell. */
export function vibration(severity: Severity): number[] {
  switch (severity) {
    case 'critical':
      return [500, 200, 500, 200, 500];
    case 'high':
      return [500, 200, 500];
    default:
      return [220];
  }
}
