import type vendor from '@parse/node-apn';
import type { SendOutcome } from '../../kit/index.js';

export type Failure = Partial<vendor.ResponseFailure>;

const DEAD = ['Unregistered', 'ExpiredToken', 'BadDeviceToken', 'DeviceTokenNotForTopic'];
/** What an operator can do about it. */
const WORDS: Readonly<Record<string, string>> = {
  BadDeviceToken: 'no token of this environment; are builds for development asked at production?',
  DeviceTokenNotForTopic: 'a token of another app; is the bundle id of this instance right?',
  InvalidProviderToken: 'Apple does not take the key: key, key id and team id must belong together',
  ExpiredProviderToken: 'Apple calls the key’s signature too old: is the clock of this machine right?',
  BadEnvironmentKeyIdInToken: 'this key is for the other environment only',
  UnrelatedKeyIdInToken: 'this key is for other apps only',
  TopicDisallowed: 'the bundle id is not one of this team',
  BadTopic: 'the bundle id cannot be right',
};
/** Our settings are wrong in these, whatever the message. */
const CHANNEL_FAULTS = ['TopicDisallowed', 'BadTopic', 'MissingTopic'];

const TIMED_OUT = 'apn write timeout';
const UNREADABLE = 'Unexpected error processing APNs response';
export const NOT_APPLE = 'not Apple’s answer (it names no message): is something in between?';

/** Nothing came back in time: the connection may be dead without anybody having said so. */
export const isSilence = (failure: Failure | undefined): boolean => failure?.error?.message === TIMED_OUT;

/**
 * Worth one more try at once, with the same id: the connection went away under it, or the token had just grown too
 * old and the client has made a new one. The client's own retries wait for nothing and are switched off.
 */
export function isWorthAnother(failure: Failure | undefined): boolean {
  if (isSilence(failure)) return false;
  return failure?.status === undefined || reasonOf(failure) === 'ExpiredProviderToken';
}

export function outcomeOfFailure(failure: Failure | undefined): SendOutcome {
  // The client also writes words here, such as (timeout).
  const status = failure?.status ?? 0;
  const code = reasonOf(failure);
  const reason = code in WORDS ? `${code}: ${WORDS[code] ?? ''}` : code;
  if (DEAD.includes(code)) return { outcome: 'gone', reason, since: sinceOf(failure) };
  // Without a status nobody has answered, or the connection has gone away.
  if (!(status > 0) || status === 429 || status >= 500 || code === 'IdleTimeout')
    return { outcome: 'retry', reason };
  const isOurs = [403, 404, 405].includes(status) || CHANNEL_FAULTS.includes(code);
  return { outcome: 'rejected', reason, scope: isOurs ? 'channel' : 'message' };
}

/** Apple's own word; of the client's texts only what holds nothing of anybody. */
function reasonOf(failure: Failure | undefined): string {
  const text = failure?.error?.message ?? '';
  if (failure?.response) return failure.response.reason;
  if (text === TIMED_OUT) return 'no answer';
  if (text.startsWith(UNREADABLE)) return 'not Apple’s answer (no JSON): is something in between?';
  if (text === 'ExpiredProviderToken' || text === NOT_APPLE) return text;
  return failure?.status === undefined ? 'the connection was closed' : `HTTP ${failure.status}`;
}

/** In milliseconds: when Apple learnt that the app is not there any more. */
function sinceOf(failure: Failure | undefined): Date | undefined {
  const timestamp = Number(failure?.response?.timestamp ?? 0);
  return timestamp > 0 ? new Date(timestamp) : undefined;
}
