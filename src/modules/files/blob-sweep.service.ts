import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Chores } from '../../platform/clock/chores.js';
import { Config } from '../../platform/config/config.js';
import { Transaction } from '../../platform/database/transaction.js';
import { Metrics } from '../../platform/observability/metrics.js';
import { BlobStore } from './blob-store.js';
import { FilesService } from './files.service.js';

const EVERY_MS = 10 * 60_000;
/** A row follows its blob within one request, of half a minute at most; a key never gets a second row. */
export const ORPHAN_MS = 60 * 60_000;
const WARN_AT = 0.9;
const AT_ONCE = 500;

/** Removes what an upload that was cut off has left, and what deleted files referred to. */
@Injectable()
export class BlobSweep implements OnModuleInit {
  private readonly log = new Logger(BlobSweep.name);

  constructor(
    private readonly chores: Chores,
    private readonly transaction: Transaction,
    private readonly blobs: BlobStore,
    private readonly files: FilesService,
    private readonly config: Config,
    private readonly metrics: Metrics,
  ) {}

  onModuleInit(): void {
    this.chores.add({ name: 'files', everyMs: EVERY_MS, run: (now) => this.run(now) });
    this.metrics.fileBytes = () => this.files.keptBytes();
    this.metrics.fileQuota.set(this.config.settings.files.quotaBytes);
  }

  async run(now: Date): Promise<void> {
    const { quotaBytes } = this.config.settings.files;
    const kept = await this.files.keptBytes();
    if (kept >= quotaBytes * WARN_AT)
      this.log.warn({ kept, quotaBytes }, 'files have nearly all the room that they may take');
    let old: string[] = [];
    for await (const { key, keptAt } of this.blobs.list()) {
      if (now.getTime() - keptAt.getTime() < ORPHAN_MS) continue;
      old.push(key);
      if (old.length >= AT_ONCE) {
        await this.removeUnreferenced(old);
        old = [];
      }
    }
    await this.removeUnreferenced(old);
  }

  private async removeUnreferenced(keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return;
    const rows = await this.transaction.query<{ blob_key: string }>(
      `select blob_key from files where blob_key = any($1::text[])`,
      [keys],
      'reports',
    );
    const referenced = new Set(rows.map((row) => row.blob_key));
    for (const key of keys) if (!referenced.has(key)) await this.blobs.remove(key);
  }
}
