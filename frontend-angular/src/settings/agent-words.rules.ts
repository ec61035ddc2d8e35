const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/barry-cli/, 'Barry CLI'],
  [/Edg(e|A|iOS)?\//, 'Edge'],
  [/OPR\/|Opera/, 'Opera'],
  [/Firefox|FxiOS/, 'Firefox'],
  [/Chrome|CriOS|Chromium/, 'Chrome'],
  [/Safari/, 'Safari'],
  [/grpc/i, 'gRPC'],
  [/^curl/i, 'curl'],
];
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/CrOS/, 'ChromeOS'],
  [/Mac OS X|Macintosh/, 'Mac'],
  [/Linux|X11/, 'Linux'],
];

/** What somebody recognises of the browser or tool that a session was opened by. */
export function agentWords(agent: string): { readonly browser: string; readonly system: string } {
  const find = (list: typeof BROWSERS): string => list.find(([pattern]) => pattern.test(agent))?.[1] ?? '';
  const browser = find(BROWSERS);
  return { browser: browser === '' ? firstWordOf(agent) : browser, system: find(SYSTEMS) };
}

/** Tools say their name first. */
const firstWordOf = (agent: string): string => /^[\w.-]{1,40}/.exec(agent)?.[0] ?? '?';
