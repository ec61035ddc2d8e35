import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type AnyAlertSource, bodyOf, fieldsOf } from '../../plugins/kit/index.js';
import { AuditTrail } from '../../platform/auth/audit-trail.js';
import { Authority } from '../../platform/auth/authority.js';
import type { Caller } from '../../platform/auth/caller.js';
import { Clock } from '../../platform/clock/clock.js';
import { Config } from '../../platform/config/config.js';
import { newId } from '../../platform/database/new-id.js';
import { Transaction } from '../../platform/database/transaction.js';
import { AlertsService, RoutingTrials, rulebookOf, RuleChecks } from '../alerts/index.js';
import { PeopleQueries } from '../people/index.js';
import type { Arrival } from './arrival.js';
import { DeliveriesQueries } from './deliveries.queries.js';
import { IntegrationKeys, type KnownIntegration } from './integration-keys.service.js';
import { keyedSignals, originOf, rowOf, type Told, toldOf } from './job.rules.js';
import { KeyHolder } from './key-holder.service.js';
import { ReaderService } from './reader.service.js';
import type * as dto from './rules.dto.js';
import { SourceCatalogue } from './source-catalogue.js';
import { SourceRoutes } from './source-routes.service.js';
import {
  DeliveryNotReplayable,
  DeliveryUnknown,
  IntegrationUnknown,
  NothingToRead,
} from './webhooks.errors.js';
import { DELIVERY_COLUMNS, type DeliveryRow } from './webhooks.rows.js';

/** What is older has been dealt with, or forgotten, by people: it opens its alert and wakes nobody. */
const OLD_MS = 15 * 60_000;

const WHY_NOT = {
  off: 'The integration is switched off',
  'bad-signature': 'Its sender was not proved: whoever forged it must not be helped',
  'too-large': 'Only its beginning was kept',
} as const;
const NEVER_AGAIN = ['bad-signature', 'too-large'] as const;

/** Reads what came once more (or for the first time, where it was pasted), with the options and rules of today. */
@Injectable()
export class RereadingService {
  constructor(
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly authority: Authority,
    private readonly audit: AuditTrail,
    private readonly people: PeopleQueries,
    private readonly sources: SourceCatalogue,
    private readonly keys: IntegrationKeys,
    private readonly holder: KeyHolder,
    private readonly routes: SourceRoutes,
    private readonly reader: ReaderService,
    private readonly checks: RuleChecks,
    private readonly trials: RoutingTrials,
    private readonly alerts: AlertsService,
    private readonly deliveries: DeliveriesQueries,
  ) {}

  /** Stores nothing and calls nobody. @throws IntegrationUnknown, DeliveryUnknown, NothingToRead, RuleInvalid, OptionsInvalid */
  async try(input: z.output<typeof dto.TryRoutingInput>, caller: Caller): Promise<dto.RoutingTrial> {
    const saved = await this.integration(input.integrationId);
    this.authority.require(caller, 'deliveries.read', saved.row.team_id);
    if ((input.deliveryId === undefined) === (input.body === undefined))
      throw new NothingToRead('Name a delivery or give a body, and not both', { field: 'deliveryId' });
    if (input.rules) await this.checks.require(input.rules);
    const source = this.sourceOf(saved);
    const known = input.options === undefined ? saved : this.withOptions(saved, input.options);
    const now = this.clock.now();
    const { arrival, options } =
      input.deliveryId === undefined
        ? { arrival: this.pasted(source, input, now), options: known.options }
        : this.once(source, await this.delivery(input.deliveryId, known), known, undefined);
    const at = input.at === undefined ? arrival.delivery.receivedAt : new Date(input.at);
    const { outcome, issues, signals, reading } = await this.read(arrival, options);
    const rules = input.rules ? rulebookOf(input.rules) : known.rules;
    const tried = await this.trials.try(
      { ...originOf(known, arrival.source.missingKey), rules },
      signals,
      at,
    );
    const teams = await this.people.teamsByIds([
      ...new Set(tried.flatMap(({ routes }) => routes.map(({ teamId }) => teamId))),
    ]);
    return {
      outcome,
      issues: [...issues],
      ...(reading === undefined ? {} : { reading }),
      signals: tried.map(({ signal, dedupKey, rule, routes }) => ({
        action: signal.action,
        dedupKey,
        title: signal.title ?? '',
        severity: signal.severity ?? 'unknown',
        kind: signal.kind ?? 'problem',
        ...(signal.sourceSeverity === undefined ? {} : { sourceSeverity: signal.sourceSeverity }),
        ...(signal.service === undefined ? {} : { service: signal.service }),
        ...(rule === undefined ? {} : { rule }),
        routes: routes.map(({ teamId, policyId, urgency, because, reason }) => ({
          teamId,
          teamName: teams.get(teamId)?.name ?? '',
          urgency,
          because,
          ...(policyId === undefined ? {} : { policyId }),
          ...(reason === undefined ? {} : { reason }),
        })),
      })),
    };
  }

  /**
   * A delivery of its own, which says whose repetition it is.
   * @throws DeliveryUnknown, IntegrationUnknown, DeliveryNotReplayable
   */
  async replay(
    input: z.output<typeof dto.ReplayDeliveryInput>,
    caller: Caller,
  ): Promise<z.output<typeof dto.ReplayResult>> {
    const now = this.clock.now();
    const [found] = await this.transaction.query<{ integration_id: string }>(
      `select integration_id from deliveries where id = $1`,
      [input.deliveryId],
    );
    if (!found) throw new DeliveryUnknown('There is no such delivery', { deliveryId: input.deliveryId });
    const known = await this.integration(found.integration_id);
    this.authority.require(caller, 'integrations.edit', known.row.team_id);
    const row = await this.delivery(input.deliveryId, known);
    replayable(row, known);
    const { arrival, options } = this.once(this.sourceOf(known), row, known, now);
    const { outcome, issues, signals, reading } = await this.read(arrival, options);
    const isOld = now.getTime() - row.received_at.getTime() > OLD_MS && !input.ringForOld;
    this.audit.note({ targetId: row.id, targetName: known.row.name, after: { isOld, outcome } });
    const { deliveryId, source } = arrival;
    const origin = { ...originOf(known, source.missingKey), ...(isOld ? { quiet: 'stale' as const } : {}) };
    // Not by the batches of the intake: this is written with its audit row, or not at all.
    const results = await this.alerts.ingest(
      keyedSignals(source, signals, deliveryId).map((signal) => ({
        origin,
        signal,
        deliveryId,
        receivedAt: now,
        saidAt: row.received_at,
      })),
    );
    const said = { issues: [`a repetition of ${row.id}`, ...issues], reading };
    await this.deliveries.insert([
      { ...rowOf(arrival, known.row.id, undefined, outcome, said), address: row.address, results },
    ]);
    return {
      deliveryId,
      outcome,
      results: results.map(({ action, dedupKey, effect, alertId }) => ({
        action,
        dedupKey,
        effect,
        ...(alertId === undefined ? {} : { alertId }),
      })),
    };
  }

  private async read(arrival: Arrival, given: unknown): Promise<Told> {
    const opened = this.reader.opened(arrival, given);
    if (!('options' in opened)) return { ...opened, signals: [], beats: [], reading: undefined };
    return toldOf(await this.reader.read(arrival, opened.options));
  }

  /** @throws OptionsInvalid */
  private withOptions(known: KnownIntegration, given: unknown): KnownIntegration {
    const { source } = known.row;
    return {
      ...known,
      options: this.sources.checked(source, this.sources.restored(source, given, known.options)),
    };
  }

  private async integration(integrationId: string): Promise<KnownIntegration> {
    const known = await this.keys.byId(integrationId);
    if (!known) throw new IntegrationUnknown('There is no such integration', { integrationId });
    return known;
  }

  /** @throws NothingToRead, for a call hook: it calls, it has no alerts */
  private sourceOf({ row }: KnownIntegration): AnyAlertSource {
    const source = this.sources.plugin(row.source);
    if (!source) throw new NothingToRead('A call hook has no alerts to route', { field: 'integrationId' });
    return source;
  }

  private async delivery(deliveryId: string, { row }: KnownIntegration): Promise<DeliveryRow> {
    const [found] = await this.transaction.query<DeliveryRow>(
      `select ${DELIVERY_COLUMNS} from deliveries where id = $1 and integration_id = $2`,
      [deliveryId, row.id],
    );
    if (!found) throw new DeliveryUnknown('There is no such delivery', { deliveryId });
    return found;
  }

  private pasted(source: AnyAlertSource, input: z.output<typeof dto.TryRoutingInput>, now: Date): Arrival {
    const headers = Object.fromEntries(
      Object.entries(input.headers).map(([name, value]) => [name.toLowerCase(), value]),
    );
    return this.arrival(source, {
      method: 'POST',
      path: `/webhooks/${source.id}/…`,
      headers: { ...headers, 'content-type': input.contentType },
      rawBody: Buffer.from(input.body ?? ''),
      receivedAt: now,
    });
  }

  /** As it came, without its proofs: whether it was genuine was decided then. Read by whoever read it, or would today. */
  private once(
    own: AnyAlertSource,
    row: DeliveryRow,
    known: KnownIntegration,
    at: Date | undefined,
  ): { readonly arrival: Arrival; readonly options: unknown } {
    const arrival = this.arrival(own, {
      method: row.method,
      path: row.path,
      headers: row.headers,
      rawBody: row.body,
      receivedAt: at ?? row.received_at,
    });
    const { source, options } = this.holder.readerOf(arrival, known);
    return { arrival: { ...arrival, source }, options };
  }

  private arrival(
    own: AnyAlertSource,
    given: Pick<Arrival['delivery'], 'method' | 'headers' | 'rawBody' | 'receivedAt'> & {
      readonly path: string;
    },
  ): Arrival {
    const url = URL.parse(given.path, this.config.publicUrl);
    const path = url?.pathname ?? given.path;
    const found = this.routes.find(given.method, path);
    const route = found?.route ?? own.routes[0];
    if (!route) throw new NothingToRead('This source has no address', { field: 'integrationId' });
    return {
      deliveryId: newId(),
      source: found?.source ?? own,
      route,
      address: '',
      isTooLarge: false,
      bodyBytes: given.rawBody.length,
      delivery: {
        ...given,
        path,
        url: url?.href ?? path,
        params: found?.params ?? {},
        query: fieldsOf(url?.searchParams ?? new URLSearchParams()),
        body: bodyOf(given.rawBody, given.headers['content-type']),
      },
    };
  }
}

/** @throws DeliveryNotReplayable */
function replayable(delivery: DeliveryRow, { row }: KnownIntegration): void {
  const why = row.mode === 'off' ? 'off' : NEVER_AGAIN.find((outcome) => outcome === delivery.outcome);
  if (why !== undefined)
    throw new DeliveryNotReplayable(WHY_NOT[why], { deliveryId: delivery.id, outcome: why });
}
