import type { INestApplicationContext } from '@nestjs/common';
import { EscalationEngine } from './modules/escalation/index.js';
import { SenderEngine } from './modules/notifications/index.js';
import { Chores } from './platform/clock/chores.js';
import { Loops } from './platform/clock/loop.js';
import { Config } from './platform/config/config.js';
import { NumberingEngine } from './platform/events/numbering.engine.js';

/** Behind the wake-ups, while nobody is rung. */
const IDLE_POLL_MS = 1_000;

/** The loops of this process, by its roles. */
export function startLoops(app: INestApplicationContext): void {
  const loops = app.get(Loops);
  const { roles } = app.get(Config).settings;
  const engine = app.get(EscalationEngine);
  const sender = app.get(SenderEngine);
  const numbering = app.get(NumberingEngine);
  const chores = app.get(Chores);
  loops.start({
    name: 'numbering',
    topics: ['events'],
    pollMs: 250,
    idlePollMs: IDLE_POLL_MS,
    // Every numbering is a commit of its own: those who speak at the same time share one.
    restMs: 15,
    tick: () => numbering.tick(),
    nextDueMs: () => numbering.nextDueMs(),
  });
  if (roles.includes('engine'))
    loops.start({
      name: 'escalation',
      topics: ['timers'],
      pollMs: 250,
      idlePollMs: IDLE_POLL_MS,
      restMs: 10,
      tick: () => engine.tick(),
      nextDueMs: () => engine.nextDueMs(),
    });
  if (roles.includes('engine'))
    loops.start({ name: 'chores', topics: [], pollMs: 1_000, restMs: 100, tick: () => chores.tick() });
  if (roles.includes('sender'))
    loops.start({
      name: 'sender',
      topics: ['outbox'],
      pollMs: 250,
      idlePollMs: IDLE_POLL_MS,
      // News that found no room waits for what is being sent.
      isBusy: () => sender.inFlight > 0,
      restMs: 5,
      tick: () => sender.tick(),
      nextDueMs: () => sender.nextDueMs(),
    });
}
