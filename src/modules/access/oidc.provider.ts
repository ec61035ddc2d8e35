import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { createRemoteJWKSet, type JWTVerifyGetKey } from 'jose';
import * as client from 'openid-client';
import { Clock } from '../../platform/clock/clock.js';
import { Config } from '../../platform/config/config.js';
import { SsoRefused } from './oidc.errors.js';

const RENEWED_AFTER_MS = 3_600_000;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 5 * 60_000;
const PATIENCE_SECONDS = 5;

export interface Known {
  readonly configuration: client.Configuration;
  readonly keys: JWTVerifyGetKey;
}

export interface ProviderState {
  readonly state: 'off' | 'waiting' | 'ready' | 'failing';
  readonly readAt: Date | undefined;
  readonly failure: string | undefined;
  readonly failedAt: Date | undefined;
}

/**
 * What the provider offers, as it said last. One that is down keeps nobody from starting, and none who is in from
 * working; it is asked again when somebody wants in, and not more often than the pause allows.
 */
@Injectable()
export class OidcProvider implements OnApplicationBootstrap {
  private readonly log = new Logger(OidcProvider.name);
  private known: (Known & { readonly readAt: Date }) | undefined;
  private failure: { readonly message: string; readonly at: Date; readonly pauseMs: number } | undefined;
  private reading: Promise<void> | undefined;

  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  get isOn(): boolean {
    return this.config.settings.oidc.issuer !== '';
  }

  onApplicationBootstrap(): void {
    if (this.isOn) void this.read();
  }

  state(): ProviderState {
    const { known, failure } = this;
    return {
      state: !this.isOn ? 'off' : failure ? 'failing' : known ? 'ready' : 'waiting',
      readAt: known?.readAt,
      failure: failure?.message,
      failedAt: failure?.at,
    };
  }

  /** @throws SsoRefused where nothing is known of it and it cannot be asked */
  async current(): Promise<Known> {
    if (!this.isOn) throw new SsoRefused('SSO_OFF');
    const isOld =
      this.known === undefined || this.clock.nowMs() - this.known.readAt.getTime() >= RENEWED_AFTER_MS;
    if (isOld && this.mayAsk()) {
      const reading = this.read();
      // What is known is good enough while it is asked again.
      if (this.known === undefined) await reading;
    }
    if (this.known === undefined) throw new SsoRefused('SSO_UNREACHABLE', this.failure?.message);
    return this.known;
  }

  private mayAsk(): boolean {
    const { failure } = this;
    return failure === undefined || this.clock.nowMs() - failure.at.getTime() >= failure.pauseMs;
  }

  private read(): Promise<void> {
    this.reading ??= this.ask().finally(() => (this.reading = undefined));
    return this.reading;
  }

  private async ask(): Promise<void> {
    const { issuer, clientId, clientSecret } = this.config.settings.oidc;
    try {
      const isPlain = issuer.startsWith('http:');
      const configuration = await client.discovery(new URL(issuer), clientId, clientSecret, undefined, {
        timeout: PATIENCE_SECONDS,
        // eslint-disable-next-line @typescript-eslint/no-deprecated -- the settings allow it on this very machine only
        execute: [client.enableNonRepudiationChecks, ...(isPlain ? [client.allowInsecureRequests] : [])],
      });
      const { jwks_uri: address } = configuration.serverMetadata();
      if (address === undefined) throw new Error('the provider names no keys (jwks_uri)');
      const keys = createRemoteJWKSet(new URL(address), { timeoutDuration: PATIENCE_SECONDS * 1000 });
      this.known = { configuration, keys, readAt: this.clock.now() };
      this.failure = undefined;
    } catch (error) {
      const pauseMs = Math.min((this.failure?.pauseMs ?? FIRST_PAUSE_MS / 2) * 2, LONGEST_PAUSE_MS);
      this.failure = { message: wordsOf(error), at: this.clock.now(), pauseMs };
      this.log.warn({ err: error, issuer }, 'the provider of single sign-on cannot be read');
    }
  }
}

interface Fault {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly code?: unknown;
  readonly cause?: unknown;
}

/** It, and what lies beneath it. By its form: libraries bring errors of their own making along. */
export function faultsOf(error: unknown): readonly Fault[] {
  const found: Fault[] = [];
  for (let at = error; typeof at === 'object' && at !== null && found.length < 5; at = (at as Fault).cause)
    found.push(at);
  return found;
}

/** "fetch failed" alone helps nobody. */
export function wordsOf(error: unknown): string {
  const words = faultsOf(error).flatMap(({ message, code }) => {
    const said = typeof message === 'string' ? message : '';
    const isNew = typeof code === 'string' && !said.includes(code);
    return [isNew ? `${said} (${code})`.trim() : said].filter((text) => text !== '');
  });
  return [...new Set(words)].join(': ').slice(0, 300) || 'a fault';
}
