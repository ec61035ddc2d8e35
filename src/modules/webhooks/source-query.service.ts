import { Injectable, Logger } from '@nestjs/common';
import { z } from 'zod';
import type {
  AlertView,
  HttpAnswer,
  IntakeOutcome,
  IntakeProblem,
  Ref,
  SourceState,
} from '../../plugins/kit/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transaction } from '../../platform/database/transaction.js';
import { Metrics } from '../../platform/observability/metrics.js';
import { SourceAlerts } from '../alerts/index.js';
import { answered, refusal, triedTooOften } from './answer.rules.js';
import type { Arrival } from './arrival.js';
import { IntakeLimits } from './intake-limits.js';
import { KeyHolder } from './key-holder.service.js';
import type { DeliveryRow } from './webhooks.rows.js';
import { WrongKeys } from './wrong-keys.js';

const RETRY_AFTER_SECONDS = 5;
const NO_ANSWER: HttpAnswer = { status: 404, body: { error: 'not found' } };

type Told = Pick<DeliveryRow, 'id' | 'received_at' | 'outcome' | 'issues' | 'results'>;

/** What a sender asks about its own requests and alerts. Nothing is kept of the question. */
@Injectable()
export class SourceQueries {
  private readonly log = new Logger(SourceQueries.name);

  constructor(
    private readonly clock: Clock,
    private readonly holder: KeyHolder,
    private readonly limits: IntakeLimits,
    private readonly wrongKeys: WrongKeys,
    private readonly transaction: Transaction,
    private readonly alerts: SourceAlerts,
    private readonly metrics: Metrics,
  ) {}

  async answer(arrival: Arrival): Promise<HttpAnswer> {
    const known = await this.holder.of(arrival);
    if (known === 'tried-too-often') {
      this.metrics.deliveries.inc({ source: arrival.source.id, outcome: known });
      return triedTooOften(arrival, this.wrongKeys.retryAfterSeconds);
    }
    if (known === 'away') return answered(arrival, refusal(arrival, { kind: 'unavailable' }));
    if (!known) {
      this.metrics.deliveries.inc({ source: arrival.source.id, outcome: 'bad-key' });
      return answered(arrival, refusal(arrival, { kind: 'bad-key' }));
    }
    if (!this.limits.mayKnock(known.row.id))
      return answered(
        arrival,
        refusal(arrival, { kind: 'overload', retryAfterSeconds: RETRY_AFTER_SECONDS }),
      );
    try {
      return (
        (await arrival.source.query?.(arrival.delivery, this.stateOf(arrival, known.row.id))) ?? NO_ANSWER
      );
    } catch (error) {
      this.log.warn({ err: error }, `${arrival.source.id} could not answer a question`);
      return answered(arrival, refusal(arrival, { kind: 'unavailable' }));
    }
  }

  private stateOf({ deliveryId, delivery }: Arrival, integrationId: string): SourceState {
    return {
      integrationId,
      requestId: deliveryId,
      tookMs: () => this.clock.nowMs() - delivery.receivedAt.getTime(),
      alert: (ref: Ref): Promise<AlertView | undefined> => this.alerts.find(integrationId, ref),
      request: (asked) => this.request(integrationId, asked),
    };
  }

  private async request(integrationId: string, deliveryId: string): Promise<IntakeOutcome | undefined> {
    if (!z.uuid().safeParse(deliveryId).success) return undefined;
    const [row] = await this.transaction.query<Told>(
      `select id, received_at, outcome, issues, results from deliveries where id = $1 and integration_id = $2`,
      [deliveryId, integrationId],
    );
    return row && outcomeOf(row);
  }
}

const outcomeOf = (row: Told): IntakeOutcome => ({
  deliveryId: row.id,
  receivedAt: row.received_at,
  results: row.results,
  duplicate: row.outcome === 'duplicate',
  problem: problemOf(row),
});

function problemOf({ outcome, issues }: Told): IntakeProblem | undefined {
  switch (outcome) {
    case 'unreadable':
      return { kind: 'unreadable', issues };
    case 'not-json':
    case 'too-large':
    case 'bad-signature':
      return { kind: outcome };
    default:
      return undefined;
  }
}
