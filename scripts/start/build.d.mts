export function hashOf(root: string, patterns: readonly string[]): string;
export function ensureBuilt(
  root: string,
  progress: { step<T>(text: string, work: () => Promise<T>): Promise<T> },
  names?: readonly string[],
): Promise<void>;
