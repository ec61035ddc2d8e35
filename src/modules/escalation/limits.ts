/** Stored with every log row; raised when the same rows would replay to another run. */
export const KERNEL_VERSION = 4;

/** What one call may wait for, in milliseconds. The kernels are proved with these. */
export const LIMITS = {
  sendGraceMs: 3_000,
  emergencyAfterMs: 5_000,
  phoneAfterMs: 8_000,
  phoneConnectsMs: 10_000,
  phoneRingsMs: 25_000,
  listenMs: 30_000,
  backstopMs: 5_000,
  /** What could not be sent is not tried again in the same breath, whatever the policy's pause. */
  unsentPauseMs: 2_000,
  organisationRepeatSeconds: 300,
  /** Between the gentle question whether somebody is still on it and the ring. */
  stillOnItGraceMs: 5 * 60_000,
} as const;

/**
 * No call outlives this when its timers are punctual: nothing heard to the end, rung anew, sent at the last moment,
 * the phone asked then, ringing, picked up and answered each at the last moment, and read for the whole time.
 */
export function longestCallMs(ringSeconds: number, decisionSeconds: number): number {
  const phoneMs = LIMITS.phoneConnectsMs + LIMITS.phoneRingsMs;
  const unheardMs = ringSeconds * 1000 + LIMITS.sendGraceMs + phoneMs;
  const lastMomentMs = ringSeconds * 1000 + phoneMs + LIMITS.phoneRingsMs + LIMITS.listenMs;
  return 2 * unheardMs + lastMomentMs + decisionSeconds * 1000;
}
