import { Injectable, Logger } from '@nestjs/common';
import { credentialOf, type HttpAnswer, type IntakeOutcome, type Reading } from '../../plugins/kit/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Metrics } from '../../platform/observability/metrics.js';
import { answered, refusal, triedTooOften } from './answer.rules.js';
import type { Arrival } from './arrival.js';
import { BatchEngine } from './batch.engine.js';
import { bodyKey } from './deliveries.queries.js';
import { HandshakesService } from './handshakes.service.js';
import { IntakeLimits } from './intake-limits.js';
import { IntegrationKeys, type KnownIntegration } from './integration-keys.service.js';
import {
  type Job,
  keyedSignals,
  originOf,
  overflowAlert,
  readableAgain,
  readingShown,
  rowOf,
  toldOf,
  tooLargeAlert,
  unprovedAlert,
  unreadableAlert,
  withoutTriggers,
} from './job.rules.js';
import { KeyHolder, type Reader } from './key-holder.service.js';
import { type Proof, ReaderService } from './reader.service.js';
import { Spool } from './spool.engine.js';
import type { DeliveryOutcomeName } from './webhooks.rows.js';
import { WrongKeys } from './wrong-keys.js';

/** Longer than this nobody is kept waiting: Sentry gives up after a second. */
const PATIENCE_MS = 900;
const RETRY_AFTER_SECONDS = 5;

type Filed = Pick<Job, 'signals' | 'ownSignals' | 'problem' | 'beats'> & {
  readonly outcome: DeliveryOutcomeName;
  readonly issues?: readonly string[];
  readonly reading?: unknown;
};

/** Whose is it, what does it say, in it goes, and only then the answer. */
@Injectable()
export class IntakeService {
  private readonly log = new Logger(IntakeService.name);

  constructor(
    private readonly clock: Clock,
    private readonly keys: IntegrationKeys,
    private readonly holder: KeyHolder,
    private readonly limits: IntakeLimits,
    private readonly wrongKeys: WrongKeys,
    private readonly reader: ReaderService,
    private readonly handshakes: HandshakesService,
    private readonly batches: BatchEngine,
    private readonly spool: Spool,
    private readonly metrics: Metrics,
  ) {}

  async take(arrival: Arrival): Promise<HttpAnswer> {
    const known = await this.holder.of(arrival);
    if (known === 'tried-too-often') {
      this.metrics.deliveries.inc({ source: arrival.source.id, outcome: known });
      return triedTooOften(arrival, this.wrongKeys.retryAfterSeconds);
    }
    const outcome = await this.outcomeOf(arrival, known);
    const tookMs = this.clock.nowMs() - arrival.delivery.receivedAt.getTime();
    return answered(arrival, { ...outcome, tookMs });
  }

  /** Takes up what was written down while the database was away. The same delivery twice is one. */
  async resume(arrival: Arrival, integrationId: string): Promise<void> {
    const known = await this.keys.byId(integrationId);
    if (!known) return;
    const reader = this.holder.readerOf(arrival, known);
    await this.batches.submit(await this.jobOf(arrival, known, reader));
  }

  private async outcomeOf(
    arrival: Arrival,
    known: KnownIntegration | 'away' | undefined,
  ): Promise<IntakeOutcome> {
    if (known === 'away') return refusal(arrival, { kind: 'unavailable' });
    if (!known) {
      // Where the key is in a body that was cut off, nobody can say whether it is a good one.
      const isCutOff = arrival.isTooLarge && credentialOf(arrival.route, arrival.delivery) === undefined;
      const kind = isCutOff ? 'too-large' : 'bad-key';
      this.metrics.deliveries.inc({ source: arrival.source.id, outcome: kind });
      return refusal(arrival, { kind });
    }
    if (this.batches.isOverloaded || !this.limits.mayKnock(known.row.id)) {
      this.metrics.deliveries.inc({ source: arrival.source.id, outcome: 'overload' });
      return refusal(arrival, { kind: 'overload', retryAfterSeconds: RETRY_AFTER_SECONDS });
    }
    const reader = this.holder.readerOf(arrival, known);
    return this.stored(arrival, await this.jobOf(arrival, known, reader), reader.source.retries);
  }

  private async stored(arrival: Arrival, job: Job, retries: boolean): Promise<IntakeOutcome> {
    try {
      const outcome = await this.clock.within(this.batches.submit(job), PATIENCE_MS, () => 'late' as const);
      if (outcome !== 'late') return outcome;
      this.log.warn(`delivery ${arrival.deliveryId} was not stored within ${PATIENCE_MS} ms`);
    } catch (error) {
      this.log.error({ err: error }, `delivery ${arrival.deliveryId} could not be stored`);
    }
    // Whoever tries again is told the truth; for the others we remember.
    const isKept = !retries && (await this.spool.keep(arrival, job.row.integration_id));
    return isKept
      ? { ...refusal(arrival, { kind: 'unavailable' }), problem: undefined }
      : refusal(arrival, { kind: 'unavailable' });
  }

  private async jobOf(
    arrival: Arrival,
    integration: KnownIntegration,
    { source, options }: Reader,
  ): Promise<Job> {
    const { delivery, deliveryId, route } = arrival;
    const filed = await this.filed({ ...arrival, source }, integration, options);
    const { id } = integration.row;
    return {
      integration,
      origin: originOf(integration, source.missingKey),
      row: rowOf(arrival, id, credentialOf(route, delivery), filed.outcome, filed),
      signals: keyedSignals(source, filed.signals, deliveryId),
      ownSignals: integration.row.mode === 'off' ? [] : filed.ownSignals,
      problem: filed.problem,
      beats: filed.beats,
      bodyKey: source.retries && filed.signals.length > 0 ? bodyKey(delivery.rawBody) : undefined,
    };
  }

  private async filed(arrival: Arrival, { row }: KnownIntegration, given: unknown): Promise<Filed> {
    const { delivery } = arrival;
    const none = { signals: [], ownSignals: [] } as const;
    if (row.mode === 'off') return { ...none, outcome: 'off' };
    if (arrival.isTooLarge)
      return {
        signals: [],
        ownSignals: [tooLargeAlert(row.name, arrival)],
        outcome: 'too-large',
        problem: { kind: 'too-large' },
        issues: [`${arrival.bodyBytes} bytes`],
      };
    const opened = this.reader.opened(arrival, given);
    if (!('options' in opened))
      return {
        ...none,
        ...opened,
        ownSignals: [unreadableAlert(row.name, opened.issues)],
        problem: { kind: opened.outcome, issues: opened.issues },
      };
    const proof = await this.reader.proofOf(arrival, opened.options);
    if (proof === 'forged')
      return {
        ...none,
        outcome: 'bad-signature',
        problem: { kind: 'bad-signature' },
        issues: ['the proof of the sender is missing or wrong'],
      };
    const reading = await this.reader.read(arrival, opened.options);
    if (reading.outcome === 'handshake') return this.filedHandshake(arrival, row, reading, proof);
    return proof === 'unproved'
      ? {
          ...none,
          outcome: 'bad-signature',
          ownSignals: [unprovedAlert(row.name, delivery.receivedAt)],
          problem: { kind: 'unavailable' },
          issues: ['the certificate of the sender cannot be fetched'],
        }
      : this.filedReading(arrival, row, reading);
  }

  /** Kept before the answer: whoever asks does so once. */
  private async filedHandshake(
    { deliveryId, delivery }: Arrival,
    row: KnownIntegration['row'],
    reading: Extract<Reading, { outcome: 'handshake' }>,
    proof: Proof,
  ): Promise<Filed> {
    const { visit, about } = reading;
    const url = visit && URL.parse(visit.url);
    if (visit && (!url || url.protocol !== 'https:' || !visit.hosts.test(url.host)))
      return {
        signals: [],
        ownSignals: [],
        outcome: 'bad-signature',
        problem: { kind: 'bad-signature' },
        issues: ['the address to visit is not of the sender'],
      };
    const { receivedAt } = delivery;
    const isProved = proof === 'genuine';
    if (url)
      await this.handshakes.note({ deliveryId, integrationId: row.id, receivedAt, about, url, isProved });
    return { signals: [], ownSignals: [], reading: readingShown(reading), outcome: 'handshake' };
  }

  private filedReading(arrival: Arrival, row: KnownIntegration['row'], reading: Reading): Filed {
    const told = toldOf(reading);
    switch (told.outcome) {
      case 'accepted': {
        const fits = this.limits.mayOpen(row.id, told.signals.length);
        const again = row.is_faulty ? [readableAgain] : [];
        return {
          ...told,
          signals: fits ? told.signals : withoutTriggers(told.signals),
          ownSignals: fits ? again : [...again, overflowAlert(row.name, arrival.delivery.receivedAt)],
        };
      }
      case 'unreadable':
        return {
          ...told,
          ownSignals: [unreadableAlert(row.name, told.issues)],
          problem: { kind: 'unreadable', issues: told.issues },
        };
      default:
        return { ...told, ownSignals: [] };
    }
  }
}
