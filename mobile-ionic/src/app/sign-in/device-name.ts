const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/Edg\//, 'Edge'],
  [/Firefox|FxiOS/, 'Firefox'],
  [/Chrome|CriOS/, 'Chrome'],
  [/Safari/, 'Safari'],
];
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'Mac'],
  [/Linux/, 'Linux'],
];

/** What somebody would call this device in a list of theirs. */
export function deviceWords(userAgent: string): { browser: string; system: string } {
  const find = (list: typeof BROWSERS, otherwise: string): string =>
    list.find(([pattern]) => pattern.test(userAgent))?.[1] ?? otherwise;
  const model = /Android [\d.]+; ([^;)]+)/.exec(userAgent)?.[1]?.trim();
  const system = model !== undefined && model !== 'K' ? model : find(SYSTEMS, 'Web');
  return { browser: find(BROWSERS, 'Browser'), system };
}
