import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type AnyAlertSource, bodyOf, matchRoute, type Reading } from '../../plugins/kit/index.js';
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
import { isDeclaredJson, originOf, readingShown, rowOf } from './job.rules.js';
import { ReaderService } from './reader.service.js';
import type * as dto from './rules.dto.js';
import { SourceCatalogue } from './source-catalogue.js';
import { DeliveryUnknown, IntegrationUnknown, NothingToRead } from './webhooks.errors.js';
import { DELIVERY_COLUMNS, type DeliveryOutcomeName, type DeliveryRow } from './webhooks.rows.js';

/** What is older has been dealt with, or forgotten, by people: it opens its alert and wakes nobody. */
const OLD_MS = 15 * 60_000;

type Read = Extract<Reading, { outcome: 'signals' }>['signals'];

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
    const arrival =
      input.deliveryId === undefined
        ? this.pasted(source, input, now)
        : this.arrivalOf(source, await this.delivery(input.deliveryId, known), undefined);
    const at = input.at === undefined ? arrival.delivery.receivedAt : new Date(input.at);
    const { outcome, issues, signals, reading } = await this.read(arrival, known);
    const rules = input.rules ? rulebookOf(input.rules) : known.rules;
    const tried = await this.trials.try({ ...originOf(known, source.missingKey), rules }, signals, at);
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

  /** A delivery of its own, which says whose repetition it is. @throws DeliveryUnknown, IntegrationUnknown */
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
    const source = this.sourceOf(known);
    const arrival = this.arrivalOf(source, row, now);
    const { outcome, issues, signals, reading } = await this.read(arrival, known);
    const isOld = now.getTime() - row.received_at.getTime() > OLD_MS && !input.ringForOld;
    this.audit.note({ targetId: row.id, targetName: known.row.name, after: { isOld, outcome } });
    const origin = { ...originOf(known, source.missingKey), ...(isOld ? { quiet: 'stale' as const } : {}) };
    const { deliveryId } = arrival;
    // Not by the batches of the intake: this is written with its audit row, or not at all.
    const results = await this.alerts.ingest(
      signals.map((signal) => ({ origin, signal, deliveryId, receivedAt: now })),
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

  private async read(
    arrival: Arrival,
    known: KnownIntegration,
  ): Promise<{
    readonly outcome: DeliveryOutcomeName;
    readonly issues: readonly string[];
    readonly signals: Read;
    readonly reading: unknown;
  }> {
    const none = { signals: [] as Read, reading: undefined };
    const { source, delivery } = arrival;
    if (delivery.body === undefined && delivery.rawBody.length > 0 && isDeclaredJson(arrival))
      return { ...none, outcome: 'not-json', issues: ['it says that it is JSON, and is not'] };
    const options = source.options.safeParse(known.options);
    if (!options.success)
      return {
        ...none,
        outcome: 'unreadable',
        issues: ['the options of this integration do not fit its plugin'],
      };
    const reading = await this.reader.read(arrival, options.data);
    const shown = { reading: readingShown(reading) };
    switch (reading.outcome) {
      case 'signals':
        return { ...shown, outcome: 'accepted', issues: reading.warnings ?? [], signals: reading.signals };
      case 'ignored':
        return { ...none, ...shown, outcome: 'ignored', issues: [reading.reason] };
      case 'unreadable':
        return { ...none, ...shown, outcome: 'unreadable', issues: reading.issues };
      default:
        return { ...none, ...shown, outcome: reading.outcome, issues: [] };
    }
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

  /** As it came, without its proofs: whether it was genuine was decided then. */
  private arrivalOf(source: AnyAlertSource, row: DeliveryRow, at: Date | undefined): Arrival {
    return this.arrival(source, {
      method: row.method,
      path: row.path,
      headers: row.headers,
      rawBody: row.body,
      receivedAt: at ?? row.received_at,
    });
  }

  private arrival(
    source: AnyAlertSource,
    given: Pick<Arrival['delivery'], 'method' | 'headers' | 'rawBody' | 'receivedAt'> & {
      readonly path: string;
    },
  ): Arrival {
    const url = URL.parse(given.path, this.config.publicUrl);
    const path = url?.pathname ?? given.path;
    const match = matchRoute(source.routes, given.method, path);
    const route = match?.route ?? source.routes[0];
    if (!route) throw new NothingToRead('This source has no address', { field: 'integrationId' });
    return {
      deliveryId: newId(),
      source,
      route,
      address: '',
      isTooLarge: false,
      bodyBytes: given.rawBody.length,
      delivery: {
        ...given,
        path,
        url: url?.href ?? path,
        params: match?.params ?? {},
        query: Object.fromEntries(url?.searchParams ?? []),
        body: bodyOf(given.rawBody, given.headers['content-type']),
      },
    };
  }
}
