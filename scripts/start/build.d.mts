export function hashOf(root: string, patterns: readonly string[]): string;
