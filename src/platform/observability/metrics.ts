import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Names begin with `barry_` and end in their unit; labels are bounded. */
export class Metrics {
  readonly registry = new Registry();
  readonly deliveries = this.counter('barry_deliveries_total', 'Inbound requests by source and outcome', [
    'source',
    'outcome',
  ]);
  readonly alerts = this.counter('barry_alerts_total', 'Alerts by what their signal did', ['effect']);
  readonly transitions = this.counter('barry_transitions_total', 'Kernel decisions by row and event', [
    'row',
    'event',
  ]);
  readonly sends = this.counter('barry_sends_total', 'Sends by notifier instance, kind and outcome', [
    'notifier',
    'kind',
    'outcome',
  ]);
  readonly callbacks = this.counter('barry_callbacks_total', 'Reports of providers by instance and outcome', [
    'notifier',
    'outcome',
  ]);
  readonly phoneCalls = this.counter('barry_phone_calls_total', 'Telephone calls that a provider took', [
    'notifier',
  ]);
  readonly phoneSeconds = this.counter('barry_phone_seconds_total', 'Talk, as the provider tells it', [
    'notifier',
  ]);
  readonly phoneCost = this.counter('barry_phone_cost_total', 'What telephone calls cost, in the currency', [
    'notifier',
    'currency',
  ]);
  readonly phoneCapsPassed = this.counter(
    'barry_phone_caps_passed_total',
    'Caps of a month that were passed',
    ['notifier'],
  );
  readonly receipts = this.counter('barry_receipts_total', 'Receipts of devices by kind', ['kind']);
  /** `forged`, `expired`, `other-ring` and `other-device` are refused; `repeated` was known already. */
  readonly idleReceipts = this.counter(
    'barry_receipts_without_effect_total',
    'Receipts that changed nothing, by reason',
    ['reason'],
  );
  readonly findings = this.counter('barry_engine_findings_total', 'What should never happen, by code', [
    'code',
  ]);
  readonly heartbeatsSent = this.counter('barry_heartbeats_sent_total', 'Heartbeats to other installations', [
    'outcome',
  ]);
  readonly heartbeatsHeard = this.counter(
    'barry_heartbeats_heard_total',
    'Heartbeats of other installations, by what became of them',
    ['outcome'],
  );
  readonly pings = this.counter(
    'barry_pings_total',
    'Beats by the address of a heartbeat, by what became of them',
    ['outcome'],
  );
  readonly lateness = new Histogram({
    name: 'barry_timer_lateness_seconds',
    help: 'How late a due row was taken',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [this.registry],
  });
  readonly streams = new Gauge({
    name: 'barry_streams',
    help: 'Open event streams',
    registers: [this.registry],
  });

  /** Asked for when somebody looks, so that every replica says the same. */
  canaryAges: () => Promise<readonly { readonly url: string; readonly ageSeconds: number }[]> = () =>
    Promise.resolve([]);
  readonly canaryAge = new Gauge({
    name: 'barry_canary_age_seconds',
    help: 'Since an alert through a public address last made a canary ring',
    labelNames: ['url'],
    registers: [this.registry],
    collect: async () => {
      const ages = await this.canaryAges().catch(() => []);
      this.canaryAge.reset();
      for (const { url, ageSeconds } of ages) this.canaryAge.set({ url }, ageSeconds);
    },
  });

  /** Asked for when somebody looks, so that every replica says the same. */
  auditHead: () => Promise<{ readonly number: number; readonly hash: string } | undefined> = () =>
    Promise.resolve(undefined);
  readonly auditChainHash = new Gauge({
    name: 'barry_audit_chain_hash',
    help: 'The first 48 bits of the hash of the last row of the audit log',
    registers: [this.registry],
    collect: async () => {
      const head = await this.auditHead().catch(() => undefined);
      if (head) this.auditChainHash.set(parseInt(head.hash.slice(0, 12), 16));
    },
  });
  readonly auditChainNumber = new Gauge({
    name: 'barry_audit_chain_number',
    help: 'The number of the last row of the audit log; it never falls',
    registers: [this.registry],
    collect: async () => {
      const head = await this.auditHead().catch(() => undefined);
      if (head) this.auditChainNumber.set(head.number);
    },
  });

  /** Asked for when somebody looks, so that every replica says the same. */
  fileBytes: () => Promise<number | undefined> = () => Promise.resolve(undefined);
  readonly filesBytes = new Gauge({
    name: 'barry_files_bytes',
    help: 'What people have uploaded, as it is kept',
    registers: [this.registry],
    collect: async () => {
      const bytes = await this.fileBytes().catch(() => undefined);
      if (bytes !== undefined) this.filesBytes.set(bytes);
    },
  });
  readonly fileQuota = new Gauge({
    name: 'barry_files_quota_bytes',
    help: 'What files may take together',
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry, prefix: 'barry_' });
  }

  private counter<Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[],
  ): Counter<Label> {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }
}
