import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { Logger } from '@nestjs/common';
import type { Clock, Timer } from '../clock/clock.js';

export interface Pair {
  readonly cert: Buffer;
  readonly key: Buffer;
}

/** Well within the month that is left of a certificate when it is renewed. */
const LOOK_EVERY_MS = 60_000;

/** A certificate and its key, as files that somebody renews while the house is open. */
export class Certificates {
  private readonly log = new Logger(Certificates.name);
  private readonly users: ((pair: Pair) => void)[] = [];
  private timer: Timer | undefined;
  private pair: Pair;

  /** @throws when the files cannot be read, or do not belong together */
  constructor(
    private readonly files: { readonly cert: string; readonly key: string },
    private readonly clock: Clock,
  ) {
    this.pair = readPair(files);
  }

  get current(): Pair {
    return this.pair;
  }

  /** Told of each pair after this one. */
  onRenewal(use: (pair: Pair) => void): void {
    this.users.push(use);
  }

  watch(): void {
    this.timer = this.clock.after(LOOK_EVERY_MS, () => {
      this.look();
      this.watch();
    });
  }

  stop(): void {
    this.timer?.cancel();
  }

  /** Two files are not written in one moment: what does not belong together is left until the next look. */
  look(): void {
    try {
      const found = readPair(this.files);
      if (found.cert.equals(this.pair.cert) && found.key.equals(this.pair.key)) return;
      this.pair = found;
      for (const use of this.users) use(found);
      this.log.log(
        `the certificate was renewed, it is good until ${new X509Certificate(found.cert).validTo}`,
      );
    } catch (error) {
      this.log.warn(
        `the certificate stays as it is, the files cannot be used: ${error instanceof Error ? error.message : 'a fault'}`,
      );
    }
  }
}

function readPair({ cert, key }: { readonly cert: string; readonly key: string }): Pair {
  const pair = { cert: readFileSync(cert), key: readFileSync(key) };
  createSecureContext(pair);
  return pair;
}
