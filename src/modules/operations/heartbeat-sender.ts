import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Chores } from '../../platform/clock/chores.js';
import { Clock } from '../../platform/clock/clock.js';
import { Config } from '../../platform/config/config.js';
import type { WatchPeer } from '../../platform/config/config.schema.js';
import { Metrics } from '../../platform/observability/metrics.js';
import { type Heartbeat, SIGNATURE_HEADER } from './heartbeat.js';
import { OwnState } from './own-state.js';
import { PeersStore } from './peers.store.js';
import { postFailure } from './post.js';
import { signatureOf } from './signature.rules.js';

const EVERY_MS = 10_000;
const DEADLINE_MS = 3_000;

/** Tells the other Barries that this one lives: whichever replica comes first, once in ten seconds. */
@Injectable()
export class HeartbeatSender implements OnModuleInit, OnApplicationShutdown {
  private readonly log = new Logger(HeartbeatSender.name);
  private readonly flying = new Set<Promise<void>>();

  constructor(
    private readonly config: Config,
    private readonly chores: Chores,
    private readonly clock: Clock,
    private readonly own: OwnState,
    private readonly peers: PeersStore,
    private readonly metrics: Metrics,
  ) {}

  onModuleInit(): void {
    if (this.config.settings.watch.peers.length > 0)
      this.chores.add({ name: 'heartbeat', everyMs: EVERY_MS, run: (now) => this.beat(now) });
  }

  onApplicationShutdown(): Promise<void> {
    return this.settled();
  }

  /** The posts go on by themselves: a watcher that hangs keeps no other chore waiting. */
  async beat(now: Date): Promise<void> {
    const { peers } = this.config.settings.watch;
    const state = await this.own.read(now);
    const sequences = await this.peers.number(
      peers.map(({ url }) => url),
      now,
    );
    for (const peer of peers) {
      const sequence = sequences.get(peer.url);
      if (sequence === undefined) continue;
      const sent = this.send(peer, { ...state, sequence }, now)
        .catch((error: unknown) =>
          this.log.error({ err: error }, 'what became of a heartbeat is not recorded'),
        )
        .finally(() => this.flying.delete(sent));
      this.flying.add(sent);
    }
  }

  /** What is under way has been answered or given up. */
  async settled(): Promise<void> {
    await Promise.all(this.flying);
  }

  private async send(peer: WatchPeer, beat: Heartbeat, now: Date): Promise<void> {
    const body = Buffer.from(JSON.stringify(beat));
    const proof = { [SIGNATURE_HEADER]: signatureOf(body, peer.secret, now) };
    const failure = await postFailure(peer.url, body, proof, this.clock.deadline(DEADLINE_MS));
    this.metrics.heartbeatsSent.inc({ outcome: failure === undefined ? 'delivered' : 'failed' });
    if (failure !== undefined) this.log.warn({ peer: peer.url, failure }, 'a heartbeat was not delivered');
    await this.peers.record(peer.url, failure, this.clock.now());
  }
}
