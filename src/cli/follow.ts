import type { EscalationView } from '../modules/escalation/escalation.dto.js';
import { escalation } from '../modules/escalation/escalation.operations.js';
import { EventView, WatchInput } from '../modules/timeline/timeline.dto.js';
import type { Clock } from '../platform/clock/clock.js';
import type { ApiClient } from './api-client.js';
import { type Chain, isLive, lastResortsOf, type Outcome, outcomeOf } from './chain.js';
import { Unreachable } from './failures.js';

const WATCH = {
  module: 'timeline',
  service: 'EventsService',
  rpc: 'Watch',
  input: WatchInput,
  output: EventView,
};
/** Longer than that without any server, and nobody can say any more what becomes of it. */
const PATIENCE_MS = 60_000;

export interface Following {
  readonly clock: Clock;
  readonly timeoutSeconds?: number | undefined;
  /** Looks this often even when nothing is heard, in case the stream is down. */
  readonly pollMs: number;
  show(chain: Chain): void;
  /** Nobody answers at the moment. */
  troubled(reason: string): void;
}

/** `timeout` is ours: the calling goes on. */
export interface End {
  readonly chain: Chain;
  readonly outcome: Exclude<Outcome, 'calling'> | 'timeout';
}

/** Shows an escalation, and the last resort after it, until it ends or the time given to it does. */
export async function follow(api: ApiClient, started: EscalationView, how: Following): Promise<End> {
  const { clock, timeoutSeconds } = how;
  const bell = new Bell(clock);
  const sight = new Sight(api, how, [started]);
  const listening = api.listen(WATCH, { teamIds: [started.teamId] }, (event) => {
    if (event.kind === 'escalation.started') sight.mayHaveFollowers = true;
    bell.ring();
  });
  const late = timeoutSeconds === undefined ? undefined : clock.deadline(timeoutSeconds * 1000);
  late?.signal.addEventListener('abort', () => bell.ring());
  try {
    for (;;) {
      const chain = await sight.look();
      const outcome = outcomeOf(chain);
      if (outcome !== 'calling') return { chain, outcome };
      if (late?.signal.aborted) return { chain, outcome: 'timeout' };
      await bell.rung(how.pollMs);
    }
  } finally {
    late?.cancel();
    listening.stop();
  }
}

/** What is known of it, read anew at every look; a look that fails leaves what was known. */
class Sight {
  mayHaveFollowers = false;
  private blindSinceMs: number | undefined;

  constructor(
    private readonly api: ApiClient,
    private readonly how: Following,
    private chain: Chain,
  ) {}

  /** @throws Unreachable once no server has answered for a minute */
  async look(): Promise<Chain> {
    try {
      this.chain = await this.read();
      this.blindSinceMs = undefined;
      this.how.show(this.chain);
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      const nowMs = this.how.clock.nowMs();
      if (this.blindSinceMs === undefined) this.how.troubled(error.message);
      this.blindSinceMs ??= nowMs;
      if (nowMs - this.blindSinceMs >= PATIENCE_MS) throw error;
    }
    return this.chain;
  }

  private async read(): Promise<Chain> {
    const [first, ...rest] = this.chain;
    const chain: Chain = [
      await this.fresh(first),
      ...(await Promise.all(rest.map((one) => this.fresh(one)))),
    ];
    const last = chain[chain.length - 1] ?? chain[0];
    if (!this.mayHaveFollowers && last.status !== 'exhausted') return chain;
    const asked = { teamId: first.teamId, pageSize: 200 };
    const { escalations } = await this.api.call(escalation.ListEscalations, asked);
    this.mayHaveFollowers = false;
    return [...chain, ...lastResortsOf(chain, escalations)];
  }

  /** An exhausted one too: whoever was called may still say yes. */
  private async fresh(view: EscalationView): Promise<EscalationView> {
    const canChange = isLive(view) || view.status === 'exhausted';
    return canChange ? this.api.call(escalation.GetEscalation, { escalationId: view.escalationId }) : view;
  }
}

/** What rings while nobody listens is heard at the next listening. */
class Bell {
  private isRinging = false;
  private hear: (() => void) | undefined;

  constructor(private readonly clock: Clock) {}

  ring(): void {
    this.isRinging = true;
    this.hear?.();
  }

  async rung(atMostMs: number): Promise<void> {
    if (!this.isRinging)
      await new Promise<void>((resolve) => {
        const timer = this.clock.after(atMostMs, resolve);
        this.hear = () => {
          timer.cancel();
          resolve();
        };
      });
    this.isRinging = false;
    this.hear = undefined;
  }
}
