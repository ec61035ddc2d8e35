export const BROWSER_FLAGS: readonly string[];
export function findBrowser(
  environment?: Readonly<Record<string, string | undefined>>,
): Promise<string | undefined>;
