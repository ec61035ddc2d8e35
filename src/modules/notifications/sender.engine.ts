import { Injectable, Logger } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { SecretBox } from '../../platform/auth/secret-box.js';
import { Clock } from '../../platform/clock/clock.js';
import { newId } from '../../platform/database/new-id.js';
import { Transaction } from '../../platform/database/transaction.js';
import { Metrics } from '../../platform/observability/metrics.js';
import type { Channel, Message, SendOutcome } from '../../plugins/kit/index.js';
import { CallbackAddresses } from './callback-addresses.js';
import { openLetter } from './letters.js';
import { NotifierInstances } from './notifier-instances.js';
import { LANES, type OutboxRow } from './outbox.js';
import { EXPIRED, OutcomeRecorder } from './outcome-recorder.js';
import { PhoneQueue } from './phone-queue.js';
import { Redialling } from './redialling.js';
import { ReceiptAddresses } from './receipt-address.js';
import { SendReports } from './send-reports.js';
import { messageOf } from './sender.rules.js';
import { TeamChannels } from './team-channels.service.js';
import { trains } from './trains.rules.js';
import { STREAM, StreamChannel } from './stream.channel.js';
import { verificationText } from './texts.js';
import { codeContext } from './verification.service.js';

const CLAIM = 50;
/** Of one claim one team's share, while others wait; and how far it looks when more waits than it can take. */
const SHARE = Math.floor(CLAIM / 4);
const WINDOW = 2_000;
const MAX_IN_FLIGHT = 200;
/** Chats and mail servers that do not answer must leave room for rings. */
const MAX_NEWS_IN_FLIGHT = MAX_IN_FLIGHT / 2;
const LEASE_MS = 5_000;
const DEADLINE_MS = 3_000;

const DUE = `state = 'waiting' and lane <= $4 and not_before <= $1 and (lease_until is null or lease_until <= $1)`;
const IN_TURN = `select id from outbox where ${DUE} order by lane, not_before limit ${CLAIM} for update skip locked`;
/** Cancels first, then of rings each team's share by lane and age and what is over, then news in the same way. */
const SHARED = `select o.id from outbox o join (
    select id, row_number() over (
      order by lane > ${LANES.cancel}, lane = ${LANES.inform}, place > ${SHARE}, lane, not_before, id) as turn from (
      select id, lane, not_before, row_number() over (
          partition by lane > ${LANES.cancel}, team_id order by lane, not_before, id) as place
      from (select id, lane, not_before, team_id from outbox where ${DUE} order by lane, not_before limit ${WINDOW}) due
    ) placed) queued on queued.id = o.id
  where ${DUE} order by queued.turn limit ${CLAIM} for update of o skip locked`;

interface Claimed {
  readonly rows: readonly OutboxRow[];
  /** The ids of those that are not over. */
  readonly wanted: ReadonlySet<string>;
}

/** Takes what is due from the outbox, sends it with a deadline of our own, and records what came of it. */
@Injectable()
export class SenderEngine {
  private readonly log = new Logger(SenderEngine.name);
  private readonly flying = new Set<Promise<void>>();
  private newsFlying = 0;
  /** The last claim was full: more waits than one can take. */
  private isCrowded = false;

  constructor(
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly instances: NotifierInstances,
    private readonly stream: StreamChannel,
    private readonly modules: ModuleRef,
    private readonly receipts: ReceiptAddresses,
    private readonly callbacks: CallbackAddresses,
    private readonly redialling: Redialling,
    private readonly queue: PhoneQueue,
    private readonly recorder: OutcomeRecorder,
    private readonly metrics: Metrics,
    private readonly box: SecretBox,
    private readonly teamChannels: TeamChannels,
  ) {}

  /** How many rows were taken; their sends go on by themselves. */
  async tick(): Promise<number> {
    if (this.flying.size >= MAX_IN_FLIGHT) return 0;
    const now = this.clock.now();
    const { rows, wanted } = await this.claim(now);
    const leasedUntilMs = now.getTime() + LEASE_MS;
    for (const train of trains(await this.worthSending(rows, wanted, now)))
      this.fly(this.deliverAll(train, leasedUntilMs), train[0]);
    return rows.length;
  }

  private fly(work: Promise<void>, { lane }: OutboxRow): void {
    const news = lane === LANES.inform ? 1 : 0;
    const flight = work
      // The lease runs out and the row is taken again.
      .catch((error: unknown) => this.log.error(error))
      .finally(() => {
        this.flying.delete(flight);
        this.newsFlying -= news;
      });
    this.flying.add(flight);
    this.newsFlying += news;
  }

  /** Up to which lane rows are taken now. */
  private get lastLane(): number {
    return this.newsFlying < MAX_NEWS_IN_FLIGHT ? LANES.inform : LANES.normal;
  }

  async nextDueMs(): Promise<number | undefined> {
    const [row] = await this.transaction.query<{ due: Date | null }>(
      `select min(greatest(not_before, coalesce(lease_until, not_before))) as due
       from outbox where state = 'waiting' and lane <= $1`,
      [this.lastLane],
      'ring',
    );
    return row?.due?.getTime();
  }

  /** Sends under way. */
  get inFlight(): number {
    return this.flying.size;
  }

  async drain(): Promise<void> {
    await Promise.all(this.flying);
  }

  /** Bound by `escalation`, which stands above this module: looked up when needed. */
  private get reports(): SendReports {
    return this.modules.get(SendReports, { strict: false });
  }

  /** One transaction: a row counts as tried only once it is known to be worth it, and then it is sent. */
  private claim(now: Date): Promise<Claimed> {
    return this.transaction.run(async () => {
      const rows = await this.transaction.query<OutboxRow>(
        `update outbox set lease_token = $2, lease_until = $3, tries = tries + 1
         where id in (${this.isCrowded ? SHARED : IN_TURN})
         returning id, kind, instance, target, message, user_id, device_id, address_id, ring_id, revision, call_id,
           expires_at, lane, lease_token, tries, slot_at`,
        [now, newId(), new Date(now.getTime() + LEASE_MS), this.lastLane],
      );
      this.isCrowded = rows.length === CLAIM;
      const inTime = rows.filter((row) => row.expires_at > now);
      const wanted = inTime.length > 0 ? await this.reports.wanted(inTime) : new Set<string>();
      const late = rows.filter((row) => row.expires_at <= now);
      const unwanted = inTime.filter(({ id }) => !wanted.has(id));
      // What nobody wants any more takes no place in a queue.
      const admitted = await this.queue.admit(
        inTime.filter(({ id }) => wanted.has(id)),
        now,
      );
      return { rows: [...late, ...unwanted, ...admitted], wanted };
    }, 'ring');
  }

  /** Too late, or over meanwhile: those are put aside at once. */
  private async worthSending(
    rows: readonly OutboxRow[],
    wanted: ReadonlySet<string>,
    now: Date,
  ): Promise<readonly OutboxRow[]> {
    const [late, inTime] = [
      rows.filter((row) => row.expires_at <= now),
      rows.filter((row) => row.expires_at > now),
    ];
    for (const row of late) this.fly(this.recorder.record(row, EXPIRED), row);
    const unwanted = inTime.filter((row) => !wanted.has(row.id));
    const mayRing = unwanted.filter((row) => row.kind === 'phone' && row.tries > 1);
    await this.drop(unwanted.filter((row) => !mayRing.includes(row)));
    for (const row of mayRing) this.fly(this.letGo(row), row);
    return inTime.filter((row) => wanted.has(row.id));
  }

  private async deliverAll(rows: readonly OutboxRow[], leasedUntilMs: number): Promise<void> {
    for (const row of rows) await this.deliver(row, leasedUntilMs);
  }

  private async deliver(claimed: OutboxRow, leasedUntilMs: number): Promise<void> {
    const row = await this.redialling.prepare(claimed);
    if ('outcome' in row) return this.recorder.record(claimed, row);
    // This process stood still for so long that somebody else has sent it, or nobody wants it any more.
    if (this.clock.nowMs() >= leasedUntilMs) return;
    const outcome = await this.send(row, this.clock.now());
    this.metrics.sends.inc({ notifier: row.instance, kind: row.kind, outcome: outcome.outcome });
    if (outcome.outcome === 'accepted') this.instances.works(row.instance);
    if (outcome.outcome === 'rejected' && outcome.scope === 'channel')
      this.instances.refused(row.instance, outcome.reason);
    await this.recorder.record(row, this.redialling.elsewhere(row, outcome));
  }

  /** Over, and perhaps dialled all the same: then that is recorded, and what is recorded is hung up. */
  private async letGo(row: OutboxRow): Promise<void> {
    const found = await this.redialling.earlierTry(row);
    if (found) return this.recorder.record(row, found);
    await this.drop([row]);
  }

  private async send(row: OutboxRow, now: Date): Promise<SendOutcome> {
    const message = this.message(row, now);
    const instance = row.instance === STREAM ? undefined : this.instances.get(row.instance);
    const channel: Channel<unknown> | undefined = row.instance === STREAM ? this.stream : instance?.channel;
    if (!channel) return { outcome: 'rejected', reason: 'this notifier is off', scope: 'channel' };
    const target = await this.targetOf(row);
    if (target === undefined)
      return { outcome: 'rejected', reason: 'the channel was removed', scope: 'message' };
    const callback = instance?.plugin.callbacks && this.callbacks.of(row.instance, row.id);
    const deadline = this.clock.deadline(DEADLINE_MS);
    try {
      return await Promise.race([
        channel.send({ id: row.id, target, message, callback, signal: deadline.signal }),
        new Promise<SendOutcome>((resolve) =>
          deadline.signal.addEventListener('abort', () =>
            resolve({ outcome: 'retry', reason: `no answer within ${DEADLINE_MS} ms` }),
          ),
        ),
      ]);
    } catch (error) {
      this.log.warn(
        `notifier ${row.instance} threw: ${error instanceof Error ? error.message : 'something'}`,
      );
      return { outcome: 'retry', reason: 'the plugin threw' };
    } finally {
      deadline.cancel();
    }
  }

  private async targetOf({ target }: OutboxRow): Promise<unknown> {
    const { teamChannel } = target as { readonly teamChannel?: string };
    return teamChannel === undefined ? target : this.teamChannels.targetOf(teamChannel);
  }

  private message(row: OutboxRow, now: Date): Message {
    if (row.message.kind === 'verification') {
      const { sealed, contactMethodId, locale } = row.message;
      const code = this.box.open(sealed, codeContext(contactMethodId));
      return { kind: 'verification', code, text: verificationText(code, locale), locale };
    }
    if (row.message.kind === 'letter') return openLetter(row.message, this.box);
    const { ring_id: ringId, device_id: deviceId } = row;
    const receipt =
      ringId && deviceId ? this.receipts.of({ ringId, deviceId }, row.expires_at) : { token: '', urls: [] };
    return messageOf(row.message, now, receipt);
  }

  private async drop(rows: readonly OutboxRow[]): Promise<void> {
    if (rows.length === 0) return;
    await this.transaction.query(
      `update outbox set state = 'dropped', outcome = 'no longer wanted', done_at = $2
       where id = any($1::uuid[]) and lease_token = $3`,
      [rows.map(({ id }) => id), this.clock.now(), rows[0]?.lease_token],
      'ring',
    );
  }
}
