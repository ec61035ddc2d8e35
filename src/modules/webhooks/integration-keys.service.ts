import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { Transaction } from '../../platform/database/transaction.js';
import { SecretBox } from '../../platform/auth/secret-box.js';
import { type Rulebook, rulebookOf, type SeverityWords } from '../alerts/index.js';
import { hashOfKey, nameOfKey } from './key.rules.js';
import { INTEGRATION_COLUMNS, type IntegrationRow } from './webhooks.rows.js';

/** An integration as intake needs it. */
export interface KnownIntegration {
  readonly row: IntegrationRow;
  readonly options: unknown;
  readonly rules: Rulebook | undefined;
  readonly severities: SeverityWords | undefined;
}

interface Held {
  readonly known: KnownIntegration;
  readonly atMs: number;
  readonly untilMs: number;
}

const FRESH_MS = 2_000;
const MOST_HELD = 10_000;

/**
 * Whose key is it? Asked for every delivery, hence kept for two seconds; what changes here is forgotten at once.
 * While the database is away an older answer is good enough: otherwise nothing could be spooled.
 */
@Injectable()
export class IntegrationKeys {
  private readonly held = new Map<string, Held>();
  private all: { readonly atMs: number; readonly names: Promise<ReadonlySet<string>> } | undefined;

  constructor(
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly box: SecretBox,
  ) {}

  /**
   * What is held is used for whoever is welcome only: a good key at a wrong address takes as long as one that nobody
   * has, so that whoever tries keys learns nothing from the clock.
   */
  async byKey(
    key: string,
    isWelcome: (known: KnownIntegration) => boolean = () => true,
  ): Promise<KnownIntegration | undefined> {
    const name = nameOfKey(key);
    const nowMs = this.clock.nowMs();
    const kept = this.held.get(name);
    const held = kept && isWelcome(kept.known) ? kept : undefined;
    if (held && nowMs >= held.atMs && nowMs - held.atMs < FRESH_MS && nowMs < held.untilMs) return held.known;
    try {
      const known = await this.load(hashOfKey(key), name, nowMs);
      return known && isWelcome(known) ? known : undefined;
    } catch (error) {
      if (held && nowMs < held.untilMs) return held.known;
      throw error;
    }
  }

  /**
   * Has anybody this key, an integration or a heartbeat? Asked of a list of all, which is read at most once in two seconds whatever is tried; for who
   * has tried too many. True where the list cannot be had: then it is looked up as ever.
   */
  async isAnybodys(key: string): Promise<boolean> {
    const name = nameOfKey(key);
    if (this.held.has(name)) return true;
    const nowMs = this.clock.nowMs();
    if (!this.all || nowMs < this.all.atMs || nowMs - this.all.atMs >= FRESH_MS)
      this.all = { atMs: nowMs, names: this.names(new Date(nowMs)) };
    try {
      return (await this.all.names).has(name);
    } catch {
      return true;
    }
  }

  private async names(now: Date): Promise<ReadonlySet<string>> {
    const rows = await this.transaction.query<{ hash: Buffer }>(
      `select key_hash as hash from integrations where deleted_at is null
       union all select old_key_hash from integrations where old_key_until > $1 and deleted_at is null
       union all select key_hash from heartbeats
       union all select old_key_hash from heartbeats where old_key_until > $1`,
      [now],
      'intake',
    );
    return new Set(rows.map(({ hash }) => hash.toString('base64')));
  }

  /** By id, for what was spooled. */
  async byId(integrationId: string): Promise<KnownIntegration | undefined> {
    const [row] = await this.transaction.query<IntegrationRow>(
      `select ${INTEGRATION_COLUMNS} from integrations where id = $1 and deleted_at is null`,
      [integrationId],
      'intake',
    );
    return row && this.known(row);
  }

  forget(integrationId: string): void {
    for (const [name, { known }] of this.held) if (known.row.id === integrationId) this.held.delete(name);
  }

  private async load(hash: Buffer, name: string, nowMs: number): Promise<KnownIntegration | undefined> {
    const [row] = await this.transaction.query<IntegrationRow & { until: Date | null }>(
      `select ${INTEGRATION_COLUMNS}, case when key_hash = $1 then null else old_key_until end as until from integrations
       where (key_hash = $1 or (old_key_hash = $1 and old_key_until > $2)) and deleted_at is null`,
      [hash, new Date(nowMs)],
      'intake',
    );
    if (!row) {
      this.held.delete(name);
      return undefined;
    }
    const known = this.known(row, this.held.get(name)?.known);
    if (this.held.size >= MOST_HELD) this.held.clear();
    this.held.set(name, { known, atMs: nowMs, untilMs: row.until?.getTime() ?? Number.POSITIVE_INFINITY });
    return known;
  }

  /** What is sealed as before is not opened anew: the same options are the same object. */
  private known(row: IntegrationRow, before?: KnownIntegration): KnownIntegration {
    return {
      row,
      options:
        before?.row.id === row.id && before.row.options_sealed === row.options_sealed
          ? before.options
          : (JSON.parse(this.box.open(row.options_sealed, `options ${row.id}`)) as unknown),
      rules: row.rules.length === 0 ? undefined : rulebookOf(row.rules),
      severities:
        row.severity_words.length === 0
          ? undefined
          : new Map(row.severity_words.map(({ said, severity }) => [said.toLowerCase(), severity])),
    };
  }
}
