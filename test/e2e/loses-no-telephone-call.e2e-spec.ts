import { afterEach, describe, expect, it } from '@jest/globals';
import { EscalationEngine } from '../../src/modules/escalation/index.js';
import { SenderEngine } from '../../src/modules/notifications/index.js';
import { Transaction } from '../../src/platform/database/transaction.js';
import { hold } from '../harness/held.js';
import { TelephoneWorld } from '../harness/telephone-world.js';

let night: TelephoneWorld;
afterEach(() => night.close());

/** The telephone has been asked for; no sender has looked yet. */
async function asked(): Promise<void> {
  night = await TelephoneWorld.called();
  await night.at(7.9);
  const { house } = night.world;
  house.clock.moveTo(house.clock.nowMs() + 100);
  await house.get(EscalationEngine).tick();
}

describe('a telephone call that was asked for', () => {
  it('is made and hung up, whatever became of the one asked for before it', async () => {
    await asked();
    const { house } = night.world;
    await house.query(`update outbox set expires_at = not_before where kind = 'phone'`);
    await house.query(
      `insert into outbox (id, key, kind, lane, instance, target, message, user_id, call_id, not_before, expires_at,
         created_at)
       select gen_random_uuid(), key || '/anew', kind, lane, instance, target, message, user_id, call_id, not_before,
         not_before + interval '35 seconds', created_at from outbox where kind = 'phone'`,
    );
    // The late one is heard of first.
    await house.query(
      `update outbox set not_before = not_before + interval '100 ms' where key like '%/anew'`,
    );
    await night.at(8.2);
    expect(night.asked).toEqual([1, 0]);
    await night.by('first', (call) => call.ring());
    await night.world.phones.B.accept();
    await night.telephones.settle();
    expect(night.call.status).toBe('canceled');
  });

  it('does not count as tried while nobody could look whether it is still wanted', async () => {
    await asked();
    const { house } = night.world;
    const transaction = house.get(Transaction);
    const lock = await hold(house, () =>
      transaction.query('lock table ring_sessions in access exclusive mode'),
    );
    await expect(house.get(SenderEngine).tick()).rejects.toThrow('lock timeout');
    await lock.letGo();
    await night.at(8.1);
    expect(night.asked).toEqual([1, 0]);
    expect(await house.query(`select tries from outbox where kind = 'phone'`)).toEqual([{ tries: 1 }]);
  });
});
