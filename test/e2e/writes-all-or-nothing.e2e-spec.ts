import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LostARace, Transaction } from '../../src/platform/database/transaction.js';
import { House } from '../harness/house.js';

describe('a transaction', () => {
  let house: House;
  let transaction: Transaction;
  beforeAll(async () => {
    house = await House.start({});
    transaction = house.get(Transaction);
  });
  afterAll(() => house.stop());

  const write = (key: string): Promise<unknown> =>
    transaction.query(
      `insert into idempotency_keys (who, key, operation, request_hash, created_at) values ('test', $1, '', '', $2)`,
      [key, house.clock.now()],
    );
  const written = async (prefix: string): Promise<readonly string[]> => {
    const rows = await house.query<{ key: string }>(
      `select key from idempotency_keys where who = 'test' and key like $1 order by key`,
      [`${prefix}%`],
    );
    return rows.map(({ key }) => key);
  };

  it('sends what does not wait together, and keeps its order', async () => {
    const seen = await transaction.run(async () => {
      const [, , rows] = await Promise.all([
        write('together-1'),
        write('together-2'),
        transaction.query<{ n: number }>(
          `select count(*)::int as n from idempotency_keys where who = 'test'`,
        ),
      ]);
      return rows[0]?.n;
    }, 'ring');
    expect(seen).toBe(2);
    expect(await written('together')).toEqual(['together-1', 'together-2']);
  });

  it('takes everything back when one of them fails, and says what that one said', async () => {
    const failing = transaction.run(
      () => Promise.all([write('back-1'), transaction.query(`select 1 / 0`), write('back-2')]),
      'ring',
    );
    await expect(failing).rejects.toThrow('division by zero');
    expect(await written('back')).toEqual([]);
  });

  it('takes everything back when what was left for the end fails', async () => {
    const acts: string[] = [];
    const failing = transaction.run(async () => {
      await write('end-1');
      transaction.afterCommit(() => acts.push('done'));
      // The same key again: refused by the database, together with the commit.
      await transaction.atEnd({}, ['end-1'], async ([key = '']) => void (await write(key)));
    });
    await expect(failing).rejects.toThrow('duplicate key');
    expect(await written('end')).toEqual([]);
    expect(acts).toEqual([]);
  });

  it('that is committed does not fail by what follows: whoever heard so would do it again', async () => {
    const acts: string[] = [];
    const done = transaction.run(async () => {
      await write('after-1');
      transaction.afterCommit(() => {
        throw new Error('a listener is broken');
      });
      transaction.afterCommit(() => acts.push('the next one'));
      return 'done';
    });
    expect(await done).toBe('done');
    expect(acts).toEqual(['the next one']);
    expect(await written('after')).toEqual(['after-1']);
  });

  it('writes what was left for the end before the commit, once, however many left something', async () => {
    const calls: (readonly string[])[] = [];
    const writer = {};
    const leave = (key: string): Promise<void> =>
      transaction.atEnd(writer, [key], async (keys) => {
        calls.push(keys);
        await Promise.all(keys.map(write));
      });
    await transaction.run(async () => {
      await leave('left-1');
      await leave('left-2');
      expect(calls).toEqual([]);
    });
    expect(calls).toEqual([['left-1', 'left-2']]);
    expect(await written('left')).toEqual(['left-1', 'left-2']);
  });

  it('refuses a statement that comes after its end: it would be written alone', async () => {
    let late: Promise<unknown> = Promise.resolve();
    let go: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (go = resolve));
    await transaction.run(async () => {
      late = gate.then(() => write('late'));
      late.catch(() => undefined);
      await write('in-time');
    });
    go();
    await expect(late).rejects.toThrow('after the end of its transaction');
    expect(await written('late')).toEqual([]);
  });

  it('begins anew when what it had read was changed meanwhile, three times at most', async () => {
    let tries = 0;
    await transaction.run(async () => {
      tries += 1;
      await write(`race-${tries}`);
      if (tries < 3) throw new LostARace('changed');
    });
    expect(await written('race')).toEqual(['race-3']);
    let more = 0;
    const hopeless = transaction.run(() => {
      more += 1;
      return Promise.reject(new LostARace('changed again'));
    });
    await expect(hopeless).rejects.toThrow('changed again');
    expect(more).toBe(3);
  });

  it('whose connection breaks fails at once, and the next one goes on', async () => {
    const broken = transaction.run(async () => {
      await write('broken');
      const [me] = await transaction.query<{ pid: number }>(`select pg_backend_pid() as pid`);
      await house.query(`select pg_terminate_backend($1)`, [me?.pid]);
      await write('broken-too');
    }, 'ring');
    await expect(broken).rejects.toThrow();
    await transaction.run(() => write('whole'), 'ring');
    expect([...(await written('broken')), ...(await written('whole'))]).toEqual(['whole']);
  });

  // What nobody hears ends the process, and this run with it.
  it('is one of many whose connections are cut at any moment, and the process lives', async () => {
    const ask = async (n: number): Promise<void> => {
      const work = (): Promise<unknown> => transaction.query(`select pg_sleep(0.002 * ($1::int % 4))`, [n]);
      await (n % 2 === 0 ? transaction.run(work, 'ring') : transaction.query('select 1', [], 'ring')).catch(
        () => undefined,
      );
    };
    for (let round = 0; round < 60; round += 1) {
      const asking = Promise.all(Array.from({ length: 8 }, (_, n) => ask(n + round)));
      await house.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and application_name = 'barry-ring'`,
      );
      await asking;
    }
    await transaction.run(() => write('alive'), 'ring');
    expect(await written('alive')).toEqual(['alive']);
  });
});
