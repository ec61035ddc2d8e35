/** Who is on the other side of an answer: pages of one of the apps, the page about the API, or a program. */
export type Place = 'console' | 'app' | 'docs' | 'data';

export function placeOf(path: string): Place {
  if (/^\/app(\/|$)/.test(path)) return 'app';
  if (/^\/api\/docs(\/|$)/.test(path)) return 'docs';
  return /^\/(api|webhooks|callbacks|heartbeats|ping|health|metrics|simulator\/api)(\/|$)/.test(path)
    ? 'data'
    : 'console';
}

type Directives = Readonly<Record<string, readonly string[]>>;

const SELF = `'self'`;
const NONE = `'none'`;
const INLINE = `'unsafe-inline'`;

/** Nobody frames us, no plugin runs, nothing is posted elsewhere. */
const EVERYWHERE: Directives = {
  'frame-ancestors': [NONE],
  'object-src': [NONE],
  'frame-src': [NONE],
  'form-action': [SELF],
};

const PAGE: Directives = {
  ...EVERYWHERE,
  'default-src': [SELF],
  // Both apps name their root by a <base>: 'none' would be without their scripts on every page but the first.
  'base-uri': [SELF],
  'img-src': [SELF, 'data:', 'blob:'],
  'media-src': [SELF, 'data:', 'blob:'],
  'font-src': [SELF],
  'worker-src': [SELF],
  'manifest-src': [SELF],
};

const POLICIES: Readonly<Record<Place, (nonce: string) => Directives>> = {
  /** Angular marks the styles that it writes with the nonce of the page. */
  console: (nonce) => ({
    ...PAGE,
    'script-src': [SELF, `'nonce-${nonce}'`],
    'script-src-attr': [NONE],
    'style-src': [SELF, `'nonce-${nonce}'`],
    'style-src-attr': [NONE],
    'connect-src': [SELF],
  }),
  /** Its worker keeps the page by its hash, so no answer can differ from another: no nonce. Any of several domains is asked. */
  app: () => ({
    ...PAGE,
    'script-src': [SELF],
    'script-src-attr': [NONE],
    'style-src': [SELF, INLINE],
    'connect-src': [SELF, 'https:', 'http://localhost:*', 'http://127.0.0.1:*'],
  }),
  docs: () => ({
    ...EVERYWHERE,
    'default-src': [NONE],
    'base-uri': [NONE],
    'script-src': [SELF],
    'style-src': [SELF, INLINE],
    'img-src': [SELF, 'data:'],
    'connect-src': [SELF],
  }),
  data: () => ({ ...EVERYWHERE, 'default-src': [NONE], 'base-uri': [NONE], 'form-action': [NONE] }),
};

/** The Content-Security-Policy of an answer. */
export const policyOf = (place: Place, nonce: string): string =>
  Object.entries(POLICIES[place](nonce))
    .map(([name, values]) => `${name} ${values.join(' ')}`)
    .join('; ');
