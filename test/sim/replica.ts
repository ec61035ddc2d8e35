import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INestApplicationContext, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type pg from 'pg';
import type { DataSource } from 'typeorm';
import { AppModule } from '../../src/app.module.js';
import { startLoops } from '../../src/loops.js';
import { IntegrationKeys } from '../../src/modules/webhooks/integration-keys.service.js';
import { Chores } from '../../src/platform/clock/chores.js';
import { Loops } from '../../src/platform/clock/loop.js';
import { Config } from '../../src/platform/config/config.js';
import type { Pool } from '../../src/platform/database/transaction.js';
import { Transaction } from '../../src/platform/database/transaction.js';
import { type Topic, Wake } from '../../src/platform/events/wake.js';
import type { Plugin } from '../../src/plugins/kit/index.js';
import { grafana } from '../../src/plugins/alert-sources/grafana/grafana.js';
import type { Seeded } from '../harness/seeded.js';
import { schema } from '../../src/schema.js';
import type { Gate } from './gate.js';
import type { Life, Mishap, Point } from './life.js';
import { Line } from './line.js';
import { ReplicaClock, type Skew } from './replica-clock.js';
import { intervalsOf, withoutIntervals } from './virtual-intervals.js';

export interface ReplicaParts {
  readonly index: number;
  readonly databaseUrl: string;
  readonly skew: Skew;
  readonly plugins: (life: Life) => readonly Plugin[];
  readonly gate: Gate;
}

/** What goes wrong, decided by the run. */
export interface Fates {
  at(replica: Replica, point: Point): Mishap | undefined;
  died(replica: Replica): void;
  /** A replica says to the others that there is something to do. */
  woke(replica: Replica, topic: Topic): void;
  isAnythingDue(replica: Replica): Promise<boolean> | boolean;
}

const POOL_SIZES = { ring: 4, intake: 2, api: 2, reports: 1 } as const;

/** One process of the real engine: loops, sender, auditor, numbering, intake, without its wires. */
export class Replica implements Life {
  isDead = false;
  frozenUntil = -Infinity;
  points = 0;
  fates: Fates | undefined;
  readonly clock: ReplicaClock;
  private life = 1;
  private readonly pools: pg.Pool[] = [];
  private readonly polls: { readonly ms: number; readonly act: () => void }[] = [];
  private context: INestApplicationContext | undefined;
  private readonly dataDir = mkdtempSync(join(tmpdir(), 'barry-sim-'));

  private constructor(readonly parts: ReplicaParts) {
    this.clock = new ReplicaClock(parts.gate.time, this, parts.skew);
  }

  /** As `boot.ts` does it, but for what listens. In no time of the world. */
  static async boot(parts: ReplicaParts): Promise<Replica> {
    const replica = new Replica(parts);
    const { gate } = parts;
    const wasOpen = gate.isOpen;
    gate.isOpen = true;
    await gate.time.real(replica.start());
    await gate.time.rest();
    gate.isOpen = wasOpen;
    return replica;
  }

  get name(): string {
    return `r${this.parts.index}.${this.life}`;
  }

  get index(): number {
    return this.parts.index;
  }

  get isAwake(): boolean {
    return !this.isDead && this.frozenUntil <= this.parts.gate.time.now;
  }

  get<T>(type: Type<T> | (abstract new (...args: never[]) => T)): T {
    if (!this.context) throw new Error(`${this.name} has not been booted`);
    return this.context.get(type, { strict: false });
  }

  pass(kind: Point['kind'], what: string): Mishap | undefined {
    this.points += 1;
    return this.fates?.at(this, { index: this.points, kind, what });
  }

  /** Its memory is gone, its connections are cut; whoever waited for it waits for ever. */
  async die(): Promise<void> {
    if (this.isDead) return;
    this.isDead = true;
    this.fates?.died(this);
    await this.parts.gate.cutAll(this);
    this.forget();
  }

  wakeHere(topic: Topic): void {
    this.get(Wake).wakeHere(topic);
  }

  freeze(ms: number): void {
    this.frozenUntil = this.parts.gate.time.now + ms;
  }

  /** At the very end of all runs. */
  async close(): Promise<void> {
    this.parts.gate.isOpen = true;
    await this.context?.close();
    this.forget();
  }

  /** What it has learnt in another run would show in this one, and the seed alone could not repeat it. */
  private startAnew(): void {
    (this.get(Chores) as unknown as { isListed: boolean }).isListed = false;
    (this.get(IntegrationKeys) as unknown as { held: Map<unknown, unknown> }).held.clear();
    const { running } = this.get(Loops) as unknown as { readonly running: Map<string, object> };
    // As booted: its first look is no poll.
    for (const loop of running.values()) Object.assign(loop, { isWoken: true, isIdle: false, fruitless: 0 });
  }

  private forget(): void {
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  private async start(): Promise<void> {
    const { databaseUrl, plugins } = this.parts;
    const config = Config.load({
      DATABASE_URL: databaseUrl,
      BARRY_DATA_DIR: this.dataDir,
      BARRY_LOG_LEVEL: 'error',
      BARRY_SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
      BARRY_CONFIG: join(import.meta.dirname, '../harness/house.yaml'),
      ...Object.fromEntries(
        Object.entries(POOL_SIZES).map(([pool, size]) => [
          `BARRY_DATABASE_POOLS_${pool.toUpperCase()}`,
          String(size),
        ]),
      ),
    });
    const parts = { config, schema, plugins: [grafana as Plugin, ...plugins(this)], clock: this.clock };
    this.context = await withoutIntervals(() =>
      withoutLoops(['audit-chain', 'search'], () =>
        NestFactory.createApplicationContext(AppModule.with(parts), { logger: false, abortOnError: false }),
      ),
    );
    await this.gateEveryLine();
    this.get(Wake).forward = (topic: Topic) => this.fates?.woke(this, topic);
  }

  /** The pools were opened by the house; from now on their connections are ours to hold up. */
  private async gateEveryLine(): Promise<void> {
    const { gate } = this.parts;
    const { pools } = this.get(Transaction) as unknown as { readonly pools: Record<Pool, DataSource> };
    for (const [name, source] of Object.entries(pools)) {
      const pool = (source.driver as unknown as { readonly master: pg.Pool & PoolInside }).master;
      // Idle connections are kept, and nobody is timed by a real clock.
      Object.assign(pool.options, { idleTimeoutMillis: 0, connectionTimeoutMillis: 0 });
      pool.Client = lineOf(gate, this, name);
      this.pools.push(pool);
    }
    await this.connect();
  }

  /** Every connection that it may have, as long as the gate is open. */
  async connect(): Promise<void> {
    for (const pool of this.pools) {
      for (let strangers = 1; strangers > 0;) {
        const all = await Promise.all(Array.from({ length: pool.options.max }, () => pool.connect()));
        // Those of the boot, which nobody could hold up.
        strangers = all.filter((one) => !(one instanceof Line)).length;
        for (const one of all) one.release(!(one instanceof Line));
      }
    }
  }

  /** A poll of one of its loops; the world's time, not the machine's. */
  every(ms: number, act: () => void): void {
    this.polls.push({ ms, act });
  }

  /** Another run, or another life: its polls come when the seed says. */
  begin(life: number, fates: Fates, seeded: Seeded, skew = this.parts.skew): void {
    this.clock.begin(skew);
    this.life = life;
    this.points = 0;
    this.frozenUntil = -Infinity;
    this.fates = fates;
    const { time } = this.parts.gate;
    this.startAnew();
    // Every loop looks at once, in its first run as in any other.
    if (this.polls.length === 0 && this.context)
      intervalsOf(this, () => startLoops(this.context as INestApplicationContext));
    else for (const { act } of this.polls) act();
    for (const { ms, act } of this.polls) {
      const poll = (): Promise<boolean> | boolean => {
        time.poll(ms, this, poll);
        const isDue = fates.isAnythingDue(this);
        if (isDue === false) return false;
        return Promise.resolve(isDue).then((is) => {
          if (is) act();
          return is;
        });
      };
      time.poll(seeded.between(1, ms), this, poll);
    }
  }
}

/** What works off a backlog from its boot on would show in the run of that boot, and in no other. */
async function withoutLoops<T>(names: readonly string[], boot: () => Promise<T>): Promise<T> {
  const start = Reflect.get(Loops.prototype, 'start');
  Loops.prototype.start = function (this: Loops, spec) {
    if (!names.includes(spec.name)) start.call(this, spec);
  };
  try {
    return await boot();
  } finally {
    Loops.prototype.start = start;
  }
}

/** The pool makes its connections itself. */
const lineOf = (gate: Gate, life: Life, pool: string): PoolInside['Client'] =>
  class extends Line {
    constructor(options: pg.ClientConfig) {
      super(options, gate, life, pool);
    }
  };

interface PoolInside {
  Client: new (options: pg.ClientConfig) => pg.Client;
}
