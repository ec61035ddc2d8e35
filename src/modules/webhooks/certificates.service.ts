import { X509Certificate } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { VerifyHost } from '../../plugins/kit/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Outside, type OutsideAnswer } from '../../platform/outside/outside.js';

interface Held {
  readonly pem: string;
  readonly atMs: number;
}

/** A sender changes its certificate once a year, and its address with it. */
const FRESH_MS = 24 * 3_600_000;
/** While nobody out there answers, an older one is as good: what it has signed is signed. */
const KEPT_MS = 30 * FRESH_MS;
/** So long nobody is asked again: a storm of deliveries must not wait for each. */
const AWAY_MS = 10_000;
const MOST_HELD = 200;

/** What one delivery asked for, and whether it could not be had rather than must not. */
export interface CertificatesOfDelivery extends VerifyHost {
  readonly isAway: boolean;
}

class Away extends Error {}

/** Certificates that senders name for their signatures: asked for once, by the guarded way out. */
@Injectable()
export class Certificates {
  private readonly held = new Map<string, Held>();
  private readonly asking = new Map<string, Promise<string>>();
  private readonly awayUntilMs = new Map<string, number>();

  constructor(
    private readonly outside: Outside,
    private readonly clock: Clock,
  ) {}

  forDelivery(): CertificatesOfDelivery {
    const seen = { isAway: false };
    return {
      get isAway() {
        return seen.isAway;
      },
      certificate: async (url, hosts) => {
        try {
          return await this.get(url, hosts);
        } catch (error) {
          seen.isAway ||= error instanceof Away;
          throw error;
        }
      },
    };
  }

  private async get(url: string, hosts: RegExp): Promise<string> {
    // One source may trust a host that another does not.
    const name = `${hosts.source} ${url}`;
    const nowMs = this.clock.nowMs();
    const held = this.held.get(name);
    if (held && nowMs - held.atMs < FRESH_MS) return held.pem;
    const kept = held && nowMs - held.atMs < KEPT_MS ? held.pem : undefined;
    if (nowMs < (this.awayUntilMs.get(name) ?? 0)) return kept ?? away();
    let asking = this.asking.get(name);
    if (!asking) {
      asking = this.ask(name, url, hosts).finally(() => this.asking.delete(name));
      this.asking.set(name, asking);
    }
    try {
      return await asking;
    } catch (error) {
      if (kept !== undefined && error instanceof Away) return kept;
      throw error;
    }
  }

  private async ask(name: string, url: string, hosts: RegExp): Promise<string> {
    const answer = await this.outside.get(url, hosts);
    if (isAway(answer)) {
      if (this.awayUntilMs.size >= MOST_HELD) this.awayUntilMs.clear();
      this.awayUntilMs.set(name, this.clock.nowMs() + AWAY_MS);
      return away();
    }
    const pem = answer.outcome === 'answered' && answer.status === 200 ? pemIn(answer.text) : undefined;
    if (pem === undefined) throw new Error('there is no certificate at that address');
    if (this.held.size >= MOST_HELD) this.held.clear();
    this.held.set(name, { pem, atMs: this.clock.nowMs() });
    this.awayUntilMs.delete(name);
    return pem;
  }
}

const isAway = (answer: OutsideAnswer): boolean =>
  answer.outcome === 'unreachable' || (answer.outcome === 'answered' && answer.status >= 500);

const away = (): never => {
  throw new Away('the certificate cannot be had at the moment');
};

function pemIn(text: string): string | undefined {
  try {
    return new X509Certificate(text).toString();
  } catch {
    return undefined;
  }
}
