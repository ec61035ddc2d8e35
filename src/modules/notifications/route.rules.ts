/**
 * `degraded`: push and telephone together. `open`: as if the push did not count; it is sent all the same. `half-open`:
 * it was open, and a canary rings again; treated as degraded until people say the same.
 */
export const ROUTE_STATES = ['closed', 'degraded', 'half-open', 'open'] as const;
export type RouteState = (typeof ROUTE_STATES)[number];

/** One push of a ring to one device with strong proof. */
export interface Attempt {
  readonly userId: string;
  /** `rang`: the device proved it in time. `failed`: the gateway did not take it. `fault`: it would take none. */
  readonly became: 'rang' | 'silent' | 'failed' | 'fault';
  /** By one of our own devices, tried again and again. */
  readonly isCanary?: boolean;
}

export type RouteReason =
  | 'works'
  | 'too-little-known'
  | 'refused-as-a-whole'
  | 'gateway-errors'
  | 'nobody-rang'
  | 'few-rang'
  | 'most-did-not-ring'
  | 'canaries-dead'
  | 'canary-rang';

export interface Judgement {
  readonly state: RouteState;
  readonly because: RouteReason;
}

/** So many on end that did not ring, and nobody who rang meanwhile. */
const DEAD_CANARIES = 2;
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
  'canaries-dead',
  'canary-rang',
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
  if (areCanariesDead(newestFirst)) return { state: 'open', because: 'canaries-dead' };
  const judgement = judgedByPeople(newestFirst, before);
  const [newest] = newestFirst;
  const isProbed = newest?.isCanary === true && newest.became === 'rang';
  return judgement.state === 'open' && isProbed ? { state: 'half-open', because: 'canary-rang' } : judgement;
}

/** Somebody who rang after them says that it is the canary which is broken, and not its route. */
function areCanariesDead(newestFirst: readonly Attempt[]): boolean {
  const nth = newestFirst.flatMap(({ isCanary }, i) => (isCanary ? [i] : []))[DEAD_CANARIES - 1];
  return nth !== undefined && newestFirst.slice(0, nth + 1).every(({ became }) => became !== 'rang');
}

function judgedByPeople(newestFirst: readonly Attempt[], before: Judgement | undefined): Judgement {
  const attempts = newestFirst.filter(isCounted).slice(0, WINDOW);
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
/** However often it is tried, a canary counts as one person, once. */
const isCounted = ({ isCanary, userId }: Attempt, i: number, all: readonly Attempt[]): boolean =>
  !isCanary || all.findIndex((other) => other.isCanary && other.userId === userId) === i;

/** The newest attempts, until so many people are among them; none where there are fewer. */
function upTo(people: number, attempts: readonly Attempt[]): readonly Attempt[] {
  const seen = new Set<string>();
  const end = attempts.findIndex(({ userId }) => seen.add(userId).size >= people);
  return attempts.slice(0, end + 1);
}
