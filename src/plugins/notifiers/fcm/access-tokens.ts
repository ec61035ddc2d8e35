import { createSign } from 'node:crypto';
import { z } from 'zod';
import { answerText, type NotifierHost, outcomeOf, type SendOutcome } from '../../kit/index.js';
import { pemOf, type Settings } from './settings.js';

const ADDRESS = 'https://oauth2.googleapis.com/token';
const SCOPE = 'https://www.googleapis.com/auth/firebase.messaging';
const HOUR_SECONDS = 3600;
/** In the last ten minutes a new one is fetched beside the sends; in the last minute they wait for it. */
const RENEW_MS = 10 * 60_000;
const TOO_OLD_MS = 60_000;
const NEW_MS = 60_000;

const Granted = z.object({ access_token: z.string().min(1), expires_in: z.number() });
const Refused = z.object({ error: z.string().regex(/^[a-z_]+$/) });

interface AccessToken {
  readonly text: string;
  readonly endsAtMs: number;
  readonly givenAtMs: number;
}

/**
 * Google's token for a service account. The SDK's own would go past the house's `fetch`, and would ask only when a
 * ring is waiting for it.
 */
export class AccessTokens {
  private known: AccessToken | undefined;
  private waitedFor: Promise<AccessToken | SendOutcome> | undefined;
  private isRenewing = false;

  constructor(
    private readonly settings: Settings,
    private readonly host: Pick<NotifierHost, 'fetch' | 'now' | 'log' | 'instance'>,
  ) {}

  /** Undefined: it is not known. */
  get current(): string | undefined {
    return this.known?.text;
  }

  get isNew(): boolean {
    return this.known !== undefined && this.host.now().getTime() - this.known.givenAtMs < NEW_MS;
  }

  /** Undefined: there is one; else why there is none. */
  async ready(signal?: AbortSignal): Promise<SendOutcome | undefined> {
    const leftMs = (this.known?.endsAtMs ?? 0) - this.host.now().getTime();
    if (leftMs > RENEW_MS) return undefined;
    if (leftMs > TOO_OLD_MS) {
      void this.renew();
      return undefined;
    }
    // Whoever comes meanwhile waits for the same answer, and for its deadline.
    this.waitedFor ??= this.ask(signal).finally(() => (this.waitedFor = undefined));
    const answer = await this.waitedFor;
    return 'outcome' in answer ? answer : undefined;
  }

  /** Before anybody waits for it. What goes wrong is told, and tried again by the next who needs it. */
  async renew(): Promise<void> {
    if (this.isRenewing) return;
    this.isRenewing = true;
    const answer = await this.ask();
    this.isRenewing = false;
    if ('outcome' in answer && 'reason' in answer)
      this.host.log.warn(`${this.host.instance}: no access token from Google: ${answer.reason}`);
  }

  /** FCM does not take it any more. */
  forget(): void {
    this.known = undefined;
  }

  private async ask(signal?: AbortSignal): Promise<AccessToken | SendOutcome> {
    try {
      const response = await this.host.fetch(ADDRESS, {
        method: 'POST',
        ...(signal && { signal }),
        body: new URLSearchParams({
          grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
          assertion: this.assertion(),
        }),
      });
      const body = parsed(await answerText(response));
      if (!response.ok) return refusalOf(response, body, this.host.now());
      const granted = Granted.safeParse(body).data;
      if (!granted)
        return { outcome: 'retry', reason: 'not Google’s answer (no access token in it): a proxy?' };
      const givenAtMs = this.host.now().getTime();
      const endsAtMs = givenAtMs + granted.expires_in * 1000;
      return (this.known = { text: granted.access_token, endsAtMs, givenAtMs });
    } catch {
      return { outcome: 'retry', reason: 'Google’s token service does not answer' };
    }
  }

  private assertion(): string {
    const { clientEmail, privateKey } = this.settings;
    const seconds = Math.floor(this.host.now().getTime() / 1000);
    const claims = {
      iss: clientEmail,
      scope: SCOPE,
      aud: ADDRESS,
      iat: seconds,
      exp: seconds + HOUR_SECONDS,
    };
    const signed = `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}`;
    const signature = createSign('RSA-SHA256').update(signed).sign(pemOf(privateKey.reveal()), 'base64url');
    return `${signed}.${signature}`;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function refusalOf(response: Response, body: unknown, now: Date): SendOutcome {
  const outcome = outcomeOf(response, now);
  if (outcome.outcome !== 'rejected') return outcome;
  const refused = Refused.safeParse(body).data;
  // Without Google's own word it may be something in between that has answered.
  if (!refused)
    return { outcome: 'retry', reason: `not Google’s answer (HTTP ${response.status}, no JSON): a proxy?` };
  return {
    outcome: 'rejected',
    reason: `Google refuses the service account: ${refused.error}`,
    scope: 'channel',
  };
}
