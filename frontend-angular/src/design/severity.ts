/** Worst first. */
export const SEVERITIES = ['critical', 'high', 'warning', 'info', 'unknown'] as const;
export type Severity = (typeof SEVERITIES)[number];

export function toSeverity(word: string | undefined): Severity {
  return SEVERITIES.find((severity) => severity === word) ?? 'unknown';
}
