import { createHash } from 'node:crypto';
import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Chores } from '../../platform/clock/chores.js';
import { Clock } from '../../platform/clock/clock.js';
import { Config } from '../../platform/config/config.js';
import { Metrics } from '../../platform/observability/metrics.js';
import { type AlertOrigin, AlertsService, CANARY_INTEGRATION_ID } from '../alerts/index.js';
import {
  Canaries,
  type CanaryAddress,
  EngineFindings,
  EngineViews,
  isCanaryDead,
  nextCanary,
} from '../escalation/index.js';
import { PeopleQueries } from '../people/index.js';
import { CanaryIntegration } from '../webhooks/index.js';
import { postFailure } from './post.js';

const EVERY_MS = 5_000;
const DEADLINE_MS = 3_000;
/** What has not rung by then does not ring. */
const PROOF_MS = 15_000;
const KEPT_MS = 24 * 60 * 60_000;
/** So many intervals without an alert: nobody was there to send one. */
const UNATTENDED = 2;

const ORIGIN: AlertOrigin = {
  integrationId: CANARY_INTEGRATION_ID,
  name: 'Canary',
  source: 'generic',
  mode: 'live',
  missingKey: 'hash',
};

/**
 * Proves the whole way again and again: an alert through each public address, posted as a monitor would, has to ring a
 * canary. One address after the other, by whichever replica comes first.
 */
@Injectable()
export class CanaryEngine implements OnModuleInit, OnApplicationShutdown {
  private readonly log = new Logger(CanaryEngine.name);
  private readonly flying = new Set<Promise<void>>();

  constructor(
    private readonly config: Config,
    private readonly chores: Chores,
    private readonly clock: Clock,
    private readonly canaries: Canaries,
    private readonly integration: CanaryIntegration,
    private readonly alerts: AlertsService,
    private readonly people: PeopleQueries,
    private readonly findings: EngineFindings,
    private readonly views: EngineViews,
    private readonly metrics: Metrics,
  ) {}

  onModuleInit(): void {
    if (this.config.settings.watch.canary.team === '') return;
    this.chores.add({ name: 'canary', everyMs: EVERY_MS, run: (now) => this.look(now) });
    this.metrics.canaryAges = () => this.views.canaries(this.clock.now());
  }

  onApplicationShutdown(): Promise<void> {
    return this.settled();
  }

  async look(now: Date): Promise<void> {
    const { everySeconds } = this.config.settings.watch.canary;
    const unattendedBefore = new Date(now.getTime() - UNATTENDED * everySeconds * 1000 - EVERY_MS);
    await this.canaries.keep(this.config.publicUrls, now, unattendedBefore);
    const isFree = await this.hear(now);
    const next = isFree ? nextCanary(await this.canaries.addresses(), everySeconds, now) : undefined;
    if (!next) return;
    await this.canaries.posted(next.url, now);
    await this.judge(next, now);
    const sent = this.send(next.url, now)
      .catch((error: unknown) => this.log.error({ err: error }, 'what became of a canary is not recorded'))
      .finally(() => this.flying.delete(sent));
    this.flying.add(sent);
    await this.canaries.forget(new Date(now.getTime() - KEPT_MS));
  }

  /** What is under way has been answered or given up. */
  async settled(): Promise<void> {
    await Promise.all(this.flying);
  }

  /** Writes down what rang, and ends what has rung or never will. Gives whether nothing is under way. */
  private async hear(now: Date): Promise<boolean> {
    const open = await this.canaries.open();
    for (const { url, rangAt } of open) if (rangAt) await this.canaries.proved(url, rangAt);
    const over = open.filter(
      ({ isDone, startedAt }) => isDone || now.getTime() - startedAt.getTime() >= PROOF_MS,
    );
    await this.alerts.ingest(
      over
        .flatMap(({ alertIds }) => alertIds)
        .map((value) => ({
          origin: ORIGIN,
          signal: { action: 'resolve', ref: { by: 'id', value } },
          receivedAt: now,
        })),
    );
    return over.length === open.length;
  }

  private async judge(address: CanaryAddress, now: Date): Promise<void> {
    if (!isCanaryDead(address, this.config.settings.watch.canary.everySeconds, now)) return;
    const why = address.failure ?? 'the alert was taken, and no canary has rung';
    await this.findings.note(
      [{ code: 'canary-dead', subjectId: subjectOf(address.url), detail: `${address.url}: ${why}` }],
      now,
    );
  }

  private async send(url: string, now: Date): Promise<void> {
    const failure = await this.post(url, now);
    if (failure !== undefined) this.log.warn({ url, failure }, 'a canary could not be sent');
    await this.canaries.failed(url, failure);
  }

  private async post(url: string, now: Date): Promise<string | undefined> {
    const { team: slug } = this.config.settings.watch.canary;
    const team = await this.people.teamBySlugOrId(slug);
    if (!team) return `there is no team “${slug}”`;
    const path = await this.integration.pathFor(team.teamId, now);
    const body = {
      title: 'Canary',
      description: url,
      // Each try is an alert of its own.
      dedup_key: `canary ${url} ${now.toISOString()}`,
      severity: 'high',
      starts_at: now.toISOString(),
    };
    return postFailure(
      `${url}${path}`,
      Buffer.from(JSON.stringify(body)),
      {},
      this.clock.deadline(DEADLINE_MS),
    );
  }
}

/** A finding names what it is about by an id. */
function subjectOf(url: string): string {
  const hex = createHash('sha256').update(url).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
