import { describe, expect, it } from '@jest/globals';
import type { RingEvent, RingSnapshot, Suppression } from './definitions.js';
import { ManualClock, settle } from './manual-clock.fixture.js';
import { ReceiptQueue } from './receipts.js';
import { START, card } from './ring-card.fixture.js';
import { RingDriver, type RingSurface } from './ring-driver.js';
import { MemoryStore } from './store.js';

const { ringId } = card();

class FakeSurface implements RingSurface {
  readonly did: string[] = [];
  refuses: Suppression | undefined;

  start(ring: RingSnapshot): Promise<Suppression | undefined> {
    this.did.push(`start ${ring.revision}`);
    return Promise.resolve(this.refuses);
  }

  show(ring: RingSnapshot): void {
    this.did.push(`show ${ring.revision}`);
  }

  stop(_ringId: string, reason: string): void {
    this.did.push(`stop ${reason}`);
  }
}

function setUp(store = new MemoryStore()) {
  const clock = new ManualClock(START);
  const surface = new FakeSurface();
  const said: string[] = [];
  const receipts = new ReceiptQueue(
    store,
    (_url, _token, body) => {
      said.push(`${body.kind}@${body.revision}`);
      return Promise.resolve(202);
    },
    clock,
    () => 'device-1',
  );
  const told: RingEvent[] = [];
  const driver = new RingDriver(store, surface, receipts, clock, (event) => told.push(event));
  return { clock, surface, said, told, driver, store };
}

describe('the driver of a ring', () => {
  it('rings, proves it, and logs it with numbers that grow', async () => {
    const { driver, surface, said, told } = setUp();
    await driver.dispatch({ type: 'card', card: card() });
    await driver.dispatch({ type: 'answered', ringId });
    await settle();
    expect(surface.did).toEqual(['start 1', 'stop answered']);
    expect(said).toEqual(['delivered@1', 'ringing@1', 'answered@1']);
    expect(told.map(({ seq, type }) => [seq, type])).toEqual([
      [1, 'incoming'],
      [2, 'answered'],
    ]);
  });

  it('says suppressed instead of ringing when it could not', async () => {
    const { driver, surface, said } = setUp();
    surface.refuses = 'audioLocked';
    await driver.dispatch({ type: 'card', card: card() });
    await settle();
    expect(said).toEqual(['delivered@1', 'suppressed@1']);
  });

  it('stops by itself when its time is over', async () => {
    const { driver, surface, clock } = setUp();
    await driver.dispatch({ type: 'card', card: card() });
    await clock.pass(30_000);
    expect(surface.did).toEqual(['start 1', 'stop rang-out']);
  });

  it('works on a cancel after the ring it is about, never in between', async () => {
    const { driver, surface } = setUp();
    void driver.dispatch({ type: 'card', card: card() });
    await driver.dispatch({ type: 'cancelled', ringId, revision: 2, reason: 'resolved' });
    expect(surface.did).toEqual(['start 1', 'stop resolved']);
  });

  it('rings on after a restart, and still drops what it saw', async () => {
    const before = setUp();
    await before.driver.dispatch({ type: 'card', card: card() });
    const after = setUp(before.store);
    expect(await after.driver.dispatch({ type: 'card', card: card() })).toEqual({
      result: 'dropped',
      because: 'seen',
    });
    expect(after.surface.did).toEqual(['start 1']);
  });

  it('keeps its events until they are acknowledged', async () => {
    const before = setUp();
    await before.driver.dispatch({ type: 'card', card: card() });
    await before.driver.dispatch({ type: 'answered', ringId });
    const after = setUp(before.store);
    expect((await after.driver.pendingEvents()).map(({ seq }) => seq)).toEqual([1, 2]);
    await after.driver.ack(1);
    expect((await after.driver.pendingEvents()).map(({ seq }) => seq)).toEqual([2]);
  });

  it('shows live rings first', async () => {
    const { driver } = setUp();
    const other = card({ ringId: 'b21f8f0e-91a4-47a3-8f86-4f5a9f0c0f11' });
    await driver.dispatch({ type: 'card', card: card() });
    await driver.dispatch({ type: 'card', card: other });
    await driver.dispatch({ type: 'ended', ringId, reason: 'declined' });
    expect((await driver.rings()).map(({ state }) => state)).toEqual(['ringing', 'ended']);
  });
});
