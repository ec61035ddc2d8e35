/** Milliseconds on the engine's clock. The kernels are given one; they never read one. */
export type Instant = number;
export type UserId = string;
/** Made from (cycle, step, user, try), so the same decision always names the same call. */
export type CallId = string;

/** Lowest first. */
export const SEVERITIES = ['unknown', 'info', 'warning', 'high', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

export interface PolicyStep {
  readonly simultaneous: number;
  readonly ringSeconds: number;
  readonly retries: number;
  readonly pauseSeconds: number;
  readonly responders: number;
}

/** The frozen policy. Targets, order and `when` are the shell's: they reach the kernel as candidates. */
export interface Policy {
  readonly steps: readonly PolicyStep[];
  readonly delaySeconds: number;
  readonly repeat: number;
  readonly decisionSeconds: number;
  readonly whenAlertsResolve: 'stop' | 'go-on';
  readonly lastResort: 'own' | 'organisation';
  /** Accepted is not forgotten: after so long without a sign of life it is asked after. Absent: never. */
  readonly stillOnItSeconds?: number | undefined;
}

export interface Candidate {
  readonly userId: UserId;
  readonly reachable: boolean;
  /** Rung often of late: not to be rung before, while others of the step can be. */
  readonly heldUntil?: Instant;
}

/** One ordered list per step; a step that does not apply now has an empty one. */
export type CandidatesByStep = readonly (readonly Candidate[])[];

export function isAbove(a: Severity, b: Severity): boolean {
  return SEVERITIES.indexOf(a) > SEVERITIES.indexOf(b);
}
