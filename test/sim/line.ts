import type pg from 'pg';
import { PoolClient, socketOf } from '../../src/platform/database/pool-client.js';
import type { Gate } from './gate.js';
import type { Life } from './life.js';

export type Answer = pg.QueryResult;
type Callback = (error: Error | null, answer?: Answer) => void;

export interface Statement {
  readonly text: string;
  readonly send: () => Promise<Answer>;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/** Time limits of the real server would be counted in real milliseconds: the gate counts them in the world's. */
const WITHOUT_LIMITS = {
  statement_timeout: 0,
  lock_timeout: 0,
  idle_in_transaction_session_timeout: 0,
  query_timeout: 0,
  // A deadlock is ended by the simulated lock_timeout. Plans must not depend on how often a statement was asked before:
  // always the generic one, which is thrown away when the tables are emptied for the next run.
  options: '-c deadlock_timeout=10min -c plan_cache_mode=force_generic_plan',
};

/** One connection of a simulated replica: every statement waits until the gate lets it through. */
export class Line extends PoolClient {
  readonly waiting: Statement[] = [];
  isBusy = false;
  isBroken = false;
  hasTransaction = false;
  /** The world's instant of the last word in a transaction. */
  lastAt = 0;
  /** Of `set local`; for this transaction. */
  lockTimeoutMs: number | undefined;

  constructor(
    config: pg.ClientConfig,
    readonly gate: Gate,
    readonly life: Life,
    readonly pool: string,
  ) {
    super(config);
    Object.assign((this as unknown as { connectionParameters: object }).connectionParameters, WITHOUT_LIMITS);
    gate.lines.add(this);
  }

  get pid(): number {
    return (this as unknown as { readonly processID: number }).processID;
  }

  override connect(): Promise<this>;
  override connect(callback: (error: Error | null) => void): void;
  override connect(callback?: (error: Error | null) => void): Promise<this> | void {
    if (!callback) return super.connect() as unknown as Promise<this>;
    const { time } = this.gate;
    const connected = time.real(
      new Promise<Error | null>((resolve) => super.connect((error?: Error) => resolve(error ?? null))),
    );
    if (this.gate.isOpen) return void connected.then((error) => callback(error));
    // Who asks first is not who is connected first, but for the world it is.
    time.after(0, this.life, () => connected.then((error) => callback(error)));
  }

  override end(): Promise<void>;
  override end(callback: (error: Error) => void): void;
  override end(callback?: (error: Error) => void): Promise<void> | void {
    this.gate.lines.delete(this);
    if (!callback) return super.end();
    const { time } = this.gate;
    time.waiting += 1;
    super.end((error) => {
      time.waiting -= 1;
      time.activity += 1;
      callback(error);
    });
  }

  // The driver's overloads are many; the house uses these.
  override query = ((config: string | pg.QueryConfig, values?: unknown, callback?: Callback) => {
    const given = typeof values === 'function' ? undefined : (values as unknown[] | undefined);
    const heard = typeof values === 'function' ? (values as Callback) : callback;
    const send = (): Promise<Answer> => super.query(config as pg.QueryConfig, given) as Promise<Answer>;
    const answer = this.gate.isOpen
      ? this.gate.time.real(send())
      : new Promise<Answer>((resolve, reject) => {
          const text = typeof config === 'string' ? config : config.text;
          this.gate.ask(this, { text, send, resolve, reject });
        });
    if (!heard) return answer;
    answer.then(
      (result) => heard(null, result),
      (error: unknown) => heard(error as Error),
    );
    return undefined;
  }) as unknown as PoolClient['query'];

  /** As when the network between the two is cut. */
  cut(): void {
    this.isBroken = true;
    if (this.pid) socketOf(this).destroy();
  }
}
