/** One value that outlives the page. A browser without storage forgets it, and works all the same. */
export interface Kept<T> {
  get(): T | undefined;
  set(value: T | undefined): void;
}

export function kept<T>(key: string): Kept<T> {
  return {
    get: () => {
      try {
        const text = localStorage.getItem(key);
        return text === null ? undefined : read<T>(text);
      } catch {
        return undefined;
      }
    },
    set: (value) => {
      try {
        if (value === undefined) localStorage.removeItem(key);
        else localStorage.setItem(key, typeof value === 'string' ? value : JSON.stringify(value));
      } catch {
        // Full or refused.
      }
    },
  };
}

/** Plain words are kept as they are: `theme.js` reads them without a parser. */
function read<T>(text: string): T {
  return (/^[[{"\d]|^(true|false|null)$/.test(text) ? JSON.parse(text) : text) as T;
}

/** What was kept for one person is not for the next. */
export function forgetAll(prefix: string): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(prefix)) localStorage.removeItem(key);
  } catch {
    // Nothing was kept.
  }
}
