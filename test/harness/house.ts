import { freePort } from './free-port.js';
import type { Json } from './json.js';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import pg from 'pg';
import { type Barry, createBarry } from '../../src/app.js';
import { Auditor, EscalationEngine, type Finding } from '../../src/modules/escalation/index.js';
import { SenderEngine } from '../../src/modules/notifications/index.js';
import { ManualClock } from '../../src/platform/clock/manual-clock.js';
import { Config } from '../../src/platform/config/config.js';
import type { Names } from '../../src/platform/outside/names.js';
import { NumberingEngine } from '../../src/platform/events/numbering.engine.js';
import { Wake } from '../../src/platform/events/wake.js';
import type { Plugin } from '../../src/plugins/kit/index.js';
import { plugins } from '../../src/plugins/plugins.js';
import { schema } from '../../src/schema.js';
import type { DatabaseLine } from './database-line.js';
import { type GrpcAnswer, GrpcClient } from './grpc-client.js';
import { newHouseDatabase } from './house-database.js';
import { strayNewsOf } from './news.js';
import { leaksOf, PlantedSecrets } from './planted.js';
import { PhoneShop } from './phones.js';

export interface RestAnswer {
  readonly status: number;
  readonly headers: Headers;
  // Answers are looked at by tests, which say what they expect.
  readonly body: Json;
}

export interface HouseOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly plugins?: readonly Plugin[];
  /** Another engine on the same database. */
  readonly joins?: House;
  /** Of another house, with a database of its own, in the same time. */
  readonly clock?: ManualClock;
  /** The server's own way to the database; tests look at it directly all the same. */
  readonly line?: DatabaseLine;
  /** Where the world is; without it, where it really is. */
  readonly names?: Names;
}

/** Somebody signs in before every test, and no password of a test is worth a tenth of a second. */
const CHEAP = { N: 2 ** 4, r: 8, p: 1 } as const;
/** Shared, because Nest has one logger a process: what a house says may come by that of another. */
const LOG: string[] = [];
const KEPT = {
  write(line: string): void {
    LOG.push(line);
    // Faults are shown, as ever.
    if (/^\{"level":[56]0/.test(line)) process.stdout.write(line);
  },
};

/** The whole product on a database of its own, with real wires and a clock that tests move. */
export class House {
  /** What it was told and gave out that nobody else may see. */
  readonly planted = new PlantedSecrets();
  /** Refusals as they went out, and the log since it was started, down to what is only for finding faults. */
  readonly overheard = { problems: [] as string[], logFrom: LOG.length, log: LOG };
  private readonly busy = new Set<Promise<unknown>>();

  private constructor(
    readonly barry: Barry,
    readonly clock: ManualClock,
    readonly databaseUrl: string,
    readonly origin: string,
    readonly wire: GrpcClient,
    readonly phones: PhoneShop,
    private readonly clean: () => Promise<void>,
  ) {
    phones.house = this;
  }

  static async start(options: HouseOptions = {}): Promise<House> {
    const { joins } = options;
    const databaseUrl = joins?.databaseUrl ?? (await newHouseDatabase());
    const dataDir = mkdtempSync(join(tmpdir(), 'barry-house-'));
    const [httpPort, grpcPort] = [await freePort(), await freePort()];
    const clock = joins?.clock ?? options.clock ?? new ManualClock();
    const phones = joins?.phones ?? new PhoneShop(clock);
    const config = Config.load({
      DATABASE_URL: options.line?.url(databaseUrl) ?? databaseUrl,
      BARRY_DATA_DIR: dataDir,
      BARRY_HTTP_PORT: String(httpPort),
      BARRY_GRPC_PORT: String(grpcPort),
      BARRY_LOG_LEVEL: 'debug',
      BARRY_SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
      BARRY_CONFIG: join(import.meta.dirname, 'house.yaml'),
      ...options.environment,
    });
    const all = [...plugins, ...phones.plugins, ...(options.plugins ?? [])];
    const barry = await createBarry({
      config,
      schema,
      plugins: all,
      clock,
      names: options.names,
      passwordCost: CHEAP,
      log: KEPT,
    });
    const wire = new GrpcClient(`127.0.0.1:${grpcPort}`);
    const origin = `http://127.0.0.1:${httpPort}`;
    const house = new House(barry, clock, databaseUrl, origin, wire, phones, async () => {
      wire.close();
      rmSync(dataDir, { recursive: true, force: true });
    });
    return house.orNothing(() => barry.listen().then(() => house));
  }

  /** What is made in it is whole, or the house is closed: no test has it, so none would stop it. */
  async orNothing<T>(make: () => Promise<T>): Promise<T> {
    try {
      return await make();
    } catch (error) {
      // The first fault is the one to tell of.
      await this.close().catch(() => undefined);
      throw error;
    }
  }

  /** A test that breaks something by hand says so; everywhere else the auditor must have nothing to set right. */
  isTamperedWith = false;

  async stop(): Promise<void> {
    // Whatever the looks find, or fail of: a house that stays open holds up the whole run.
    const faults = await this.faults().finally(() => this.close());
    if (faults.length > 0) throw new Error(faults.join('\n'));
  }

  private close(): Promise<void> {
    return this.barry.close().finally(() => this.clean());
  }

  private async faults(): Promise<readonly string[]> {
    await this.settle();
    const repairs = this.isTamperedWith ? [] : await this.repairs();
    const leaks = await leaksOf(this);
    const stray = await strayNewsOf(this);
    return [
      ...(leaks.length > 0 ? [`Secrets have got out: ${leaks.join('; ')}`] : []),
      ...(stray.length > 0 ? [`News that is not as the table says: ${stray.join('; ')}`] : []),
      ...(repairs.length > 0 ? [`The auditor had to act: ${JSON.stringify(repairs)}`] : []),
    ];
  }

  private async repairs(): Promise<readonly Finding[]> {
    const found = await this.get(Auditor).run(this.clock.now());
    return found.filter(({ code, isRepaired }) => isRepaired === true || code === 'log-gap');
  }

  get app(): NestFastifyApplication {
    return this.barry.app;
  }

  get<T>(type: Type<T> | (abstract new (...args: never[]) => T)): T {
    return this.app.get(type, { strict: false });
  }

  async rest(
    method: string,
    path: string,
    body?: unknown,
    token?: string,
    headers: Record<string, string> = {},
  ): Promise<RestAnswer> {
    const url =
      path.startsWith('/webhooks') ||
      path.startsWith('/scim') ||
      path.startsWith('/health') ||
      path.startsWith('/api')
        ? path
        : `/api/v1${path}`;
    if (token !== undefined) this.planted.plant('bearer token', token);
    this.planted.plantHeaders(headers);
    this.planted.plantBody(body);
    const answer = await fetch(this.origin + url, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    const isJson = /json/.test(answer.headers.get('content-type') ?? '');
    const said = (isJson && text ? JSON.parse(text) : { text }) as Json;
    if (answer.status >= 400) this.overheard.problems.push(text);
    else this.planted.plantBody(said);
    return { status: answer.status, headers: answer.headers, body: said };
  }

  /** As `rest`, but anything other than success is a failure of the test. */
  async ok(method: string, path: string, body?: unknown, token?: string): Promise<Json> {
    const answer = await this.rest(method, path, body, token);
    if (answer.status >= 300)
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  async grpc(
    rpc: string,
    input: unknown,
    token?: string,
    metadata: Readonly<Record<string, string>> = {},
  ): Promise<GrpcAnswer> {
    if (token !== undefined) this.planted.plant('bearer token', token);
    this.planted.plantHeaders(metadata);
    this.planted.plantBody(input);
    const answer = await this.wire.call(rpc, input, {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...metadata,
    });
    if (answer.ok) this.planted.plantBody(answer.body);
    else this.overheard.problems.push(JSON.stringify(answer));
    return answer;
  }

  /** Resolves when this many requests more stand in the house, whether they are answered or not. */
  async heard(requests: number): Promise<void> {
    const server = this.app.getHttpServer();
    await new Promise<void>((resolve) => {
      let left = requests;
      const count = (): void => {
        left -= 1;
        if (left > 0) return;
        server.off('request', count);
        resolve();
      };
      server.on('request', count);
    });
    // Their bodies have come with them: one look at the sockets, and they are read.
    for (let turns = 0; turns < 20; turns += 1) await new Promise((resolve) => setImmediate(resolve));
  }

  /** Waited for by `settle`. */
  track<T>(work: Promise<T>): Promise<T> {
    const tracked = work.finally(() => this.busy.delete(tracked));
    this.busy.add(tracked);
    return work;
  }

  /** Lets everything happen that happens at this instant. */
  async settle(): Promise<void> {
    for (let turns = 0; turns < 2_000; turns += 1) {
      await Promise.allSettled([...this.busy]);
      const done = await this.turn();
      const flying = this.get(SenderEngine).inFlight - this.phones.sleeping;
      if (done === 0 && flying <= 0 && this.busy.size === 0) return;
      await new Promise((resolve) => setImmediate(resolve));
    }
    throw new Error('The house does not come to rest');
  }

  /** Moves the clock, stopping at every instant at which something is due. */
  async advance(seconds: number): Promise<void> {
    const target = this.clock.nowMs() + Math.round(seconds * 1000);
    await this.settle();
    for (let stops = 0; stops < 20_000; stops += 1) {
      const next = await this.nextMs();
      if (next === undefined || next > target) break;
      this.clock.moveTo(Math.max(next, this.clock.nowMs()));
      await this.settle();
    }
    this.clock.moveTo(target);
    await this.settle();
  }

  async query<Row extends object>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    const client = new pg.Client(this.databaseUrl);
    await client.connect();
    try {
      return (await client.query<Row & pg.QueryResultRow>(sql, [...parameters])).rows;
    } finally {
      await client.end();
    }
  }

  private async turn(): Promise<number> {
    const engine = await this.get(EscalationEngine).tick();
    const sender = await this.get(SenderEngine).tick();
    const numbered = await this.get(NumberingEngine).tick();
    if (numbered > 0) this.get(Wake).wakeHere('events');
    return engine + sender + numbered;
  }

  private async nextMs(): Promise<number | undefined> {
    const found = [
      this.clock.nextJobAt(),
      await this.get(EscalationEngine).nextDueMs(),
      await this.get(SenderEngine).nextDueMs(),
    ];
    const times = found.filter((ms) => ms !== undefined);
    return times.length === 0 ? undefined : Math.min(...times);
  }
}
