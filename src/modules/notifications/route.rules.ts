/** `degraded`: push and telephone together. `open`: as if the push did not count; it is sent all the same. */
export const ROUTE_STATES = ['closed', 'degraded', 'open'] as const;
export type RouteState = (typeof ROUTE_STATES)[number];

/** One push of a ring to one device with strong proof. */
export interface Attempt {
  readonly userId: string;
  /** `rang`: the device proved it in time. `failed`: the gateway did not take it. `fault`: it would take none. */
  readonly became: 'rang' | 'silent' | 'failed' | 'fault';
}

export type RouteReason =
  | 'works'
  | 'too-little-known'
  | 'refused-as-a-whole'
  | 'gateway-errors'
  | 'nobody-rang'
  | 'few-rang'
  | 'most-did-not-ring';

export interface Judgement {
  readonly state: RouteState;
  readonly because: RouteReason;
}

/** The window is the newest 20 attempts; who calls this leaves out what is older than 30 minutes. */
export const WINDOW = 20;
const PEOPLE = 5;
const GATEWAY_ATTEMPTS = 5;
const OPEN_ATTEMPTS = 10;
/** Where little is known, so many people must have rung, and nobody been silent, before trust comes back. */
const PEOPLE_TO_TRUST_AGAIN = 2;
/** Found out by waiting: for a proof, or for the last of some tries. */
const FOUND_BY_WAITING: ReadonlySet<RouteReason> = new Set([
  'nobody-rang',
  'few-rang',
  'most-did-not-ring',
  'gateway-errors',
]);

/**
 * Whether a route (an instance and a variant) still makes telephones ring. Newest first.
 *
 * The newest five people decide alone when they agree: a provider that dies after a long good time would otherwise
 * hide behind it, and one that is back would wait for its bad time to be forgotten.
 *
 * `before` is what was held until now. Who is called by telephone at once answers it before the push has had its time,
 * which then says nothing: a dead provider leaves no trace as long as it is distrusted. So what was found by waiting is
 * not forgotten for want of news.
 */
export function judged(newestFirst: readonly Attempt[], before?: Judgement): Judgement {
  const attempts = newestFirst.slice(0, WINDOW);
  if (attempts[0]?.became === 'fault') return { state: 'open', because: 'refused-as-a-whole' };
  const count = (became: Attempt['became']): number => attempts.filter((a) => a.became === became).length;
  const latest = upTo(PEOPLE, attempts);
  if (latest.every(({ became }) => became === 'rang') && latest.length > 0)
    return { state: 'closed', because: 'works' };
  const errors = count('failed') + count('fault');
  if (attempts.length >= GATEWAY_ATTEMPTS && errors * 2 >= attempts.length)
    return { state: 'open', because: 'gateway-errors' };
  if (peopleIn(attempts) < PEOPLE) {
    const isHeld = before !== undefined && FOUND_BY_WAITING.has(before.because) && !isBack(attempts);
    return isHeld ? before : { state: 'closed', because: 'too-little-known' };
  }
  const share = count('rang') / attempts.length;
  if (attempts.length >= OPEN_ATTEMPTS && share < 0.3) return { state: 'open', because: 'few-rang' };
  if (share < 0.7) return { state: 'degraded', because: 'most-did-not-ring' };
  if (latest.every(({ became }) => became !== 'rang')) return { state: 'degraded', because: 'nobody-rang' };
  return { state: 'closed', because: 'works' };
}

const peopleIn = (attempts: readonly Attempt[]): number => new Set(attempts.map(({ userId }) => userId)).size;

const isBack = (attempts: readonly Attempt[]): boolean =>
  peopleIn(attempts) >= PEOPLE_TO_TRUST_AGAIN && attempts.every(({ became }) => became === 'rang');

/** The newest attempts, until so many people are among them; none where there are fewer. */
function upTo(people: number, attempts: readonly Attempt[]): readonly Attempt[] {
  const seen = new Set<string>();
  const end = attempts.findIndex(({ userId }) => seen.add(userId).size >= people);
  return attempts.slice(0, end + 1);
}
