import { Injectable } from '@nestjs/common';
import { AuditTrail, AuditWriter } from '../../platform/auth/audit-trail.js';
import { Authority } from '../../platform/auth/authority.js';
import type { Caller } from '../../platform/auth/caller.js';
import { Clock } from '../../platform/clock/clock.js';
import { Config } from '../../platform/config/config.js';
import { newId } from '../../platform/database/new-id.js';
import { Transaction } from '../../platform/database/transaction.js';
import { EventLog } from '../../platform/events/event-log.js';
import { blobKeyOf, BlobStore, BlobStoreUnusable } from './blob-store.js';
import { FileLinks } from './file-links.js';
import { FileSubjects } from './file-subjects.js';
import type { FileSubject, FileView } from './files.dto.js';
import { FilesQuotaReached, FilesStoreUnusable, FileUnknown } from './files.errors.js';
import { FILE_COLUMNS, type FileRow, fileViewOf } from './files.rows.js';
import { type LookedAt, lookedAt } from './looked-at.js';

@Injectable()
export class FilesService {
  private readonly links: FileLinks;
  private readonly quotaBytes: number;

  constructor(
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly authority: Authority,
    private readonly audit: AuditTrail,
    private readonly auditWriter: AuditWriter,
    private readonly events: EventLog,
    private readonly blobs: BlobStore,
    private readonly subjects: FileSubjects,
    config: Config,
  ) {
    this.links = new FileLinks(config.keys.secret);
    this.quotaBytes = config.settings.files.quotaBytes;
  }

  /** Before anything of it is read. */
  async mayAttach(subject: FileSubject, caller: Caller): Promise<void> {
    const rights = this.subjects.of(subject.kind);
    this.authority.require(caller, rights.write, await rights.teamOf(subject.id));
    if ((await this.keptBytes()) >= this.quotaBytes) throw this.quotaReached();
  }

  /** The blob first: a crash in between leaves bytes that nobody refers to, and they are swept. */
  async attach(subject: FileSubject, name: string, given: Buffer, caller: Caller): Promise<FileView> {
    await this.mayAttach(subject, caller);
    const file = await lookedAt(given, name);
    const fileId = newId();
    const key = blobKeyOf(file.bytes, fileId);
    await this.keep(key, file.bytes);
    const row = await this.transaction.run(() => this.write({ fileId, key, subject, file, caller }));
    return this.viewOf(row, caller);
  }

  async list(subject: FileSubject, caller: Caller): Promise<readonly FileView[]> {
    const rights = this.subjects.of(subject.kind);
    this.authority.require(caller, rights.read, await rights.teamOf(subject.id));
    const rows = await this.transaction.query<FileRow>(
      `select ${FILE_COLUMNS} from files where subject_kind = $1 and subject_id = $2 order by created_at, id`,
      [subject.kind, subject.id],
    );
    return rows.map((row) => this.viewOf(row, caller));
  }

  async delete(fileId: string, caller: Caller): Promise<void> {
    const row = await this.row(fileId);
    const teamId = await this.subjects.of(row.subject_kind).teamOf(row.subject_id);
    if (caller.userId === undefined || row.user_id !== caller.userId)
      this.authority.require(caller, 'files.delete-any', teamId);
    // Its bytes go with the next sweep.
    await this.transaction.query(`delete from files where id = $1`, [fileId]);
    this.audit.note({ targetId: fileId, targetName: row.name, before: auditedOf(row) });
    await this.tell('file.deleted', row, teamId, caller);
  }

  /** By an address that we signed: the reader's rights were looked at when they got it. */
  async read(
    link: Parameters<FileLinks['isGood']>[0],
  ): Promise<{ readonly name: string; readonly type: FileView['type']; readonly bytes: Buffer }> {
    if (!this.links.isGood(link, this.clock.now()))
      throw new FileUnknown('This address is no longer good: open the file from its incident again');
    const row = await this.row(link.fileId);
    const bytes = await this.blobs.get(row.blob_key).catch((error: unknown) => {
      throw storeError(error);
    });
    if (bytes === undefined) throw new FileUnknown('The bytes of this file are lost or were changed');
    return { name: row.name, type: row.type, bytes };
  }

  async keptBytes(): Promise<number> {
    const [row] = await this.transaction.query<{ bytes: string }>(
      `select coalesce(sum(bytes), 0)::text as bytes from files`,
    );
    return Number(row?.bytes ?? 0);
  }

  private async keep(key: string, bytes: Buffer): Promise<void> {
    try {
      await this.blobs.put(key, bytes);
    } catch (error) {
      throw storeError(error);
    }
  }

  private async write(given: {
    readonly fileId: string;
    readonly key: string;
    readonly subject: FileSubject;
    readonly file: LookedAt;
    readonly caller: Caller;
  }): Promise<FileRow> {
    const { fileId, key, subject, file, caller } = given;
    // One after the other, or two that fit alone would pass it together.
    await this.transaction.query(`select pg_advisory_xact_lock(hashtextextended('files quota', 0))`, []);
    if ((await this.keptBytes()) + file.bytes.length > this.quotaBytes) throw this.quotaReached();
    const teamId = await this.subjects.of(subject.kind).teamOf(subject.id);
    const [row] = await this.transaction.query<FileRow>(
      `insert into files (id, subject_kind, subject_id, blob_key, name, type, bytes, width, height, user_id, user_name,
         created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning ${FILE_COLUMNS}`,
      [
        fileId,
        subject.kind,
        subject.id,
        key,
        file.name,
        file.type,
        file.bytes.length,
        file.width ?? null,
        file.height ?? null,
        caller.userId ?? null,
        caller.name,
        this.clock.now(),
      ],
    );
    if (!row) throw new Error('an insert gave no row');
    const note = { targetId: fileId, targetName: row.name, after: auditedOf(row) };
    await this.auditWriter.write('file.attached', caller, note);
    await this.tell('file.attached', row, teamId, caller);
    return row;
  }

  private async row(fileId: string): Promise<FileRow> {
    const [row] = await this.transaction.query<FileRow>(`select ${FILE_COLUMNS} from files where id = $1`, [
      fileId,
    ]);
    if (!row) throw new FileUnknown('There is no such file');
    return row;
  }

  private tell(kind: string, row: FileRow, teamId: string, caller: Caller): Promise<void> {
    const params = { fileId: row.id, name: row.name };
    const actor = { userId: caller.userId, name: caller.name };
    return this.events.append([
      { kind, at: this.clock.now(), teamIds: [teamId], incidentId: row.subject_id, actor, params },
    ]);
  }

  private viewOf(row: FileRow, caller: Caller): FileView {
    return fileViewOf(row, this.links.path(row.id, caller.userId ?? row.id, this.clock.now()));
  }

  private readonly quotaReached = (): FilesQuotaReached =>
    new FilesQuotaReached(
      'There is no room for more files: delete some, or ask whoever runs Barry for more',
      {
        quotaBytes: this.quotaBytes,
      },
    );
}

const auditedOf = ({ name, type, bytes, subject_kind, subject_id }: FileRow): object => ({
  name,
  type,
  bytes,
  subject: { kind: subject_kind, id: subject_id },
});

const storeError = (error: unknown): unknown =>
  error instanceof BlobStoreUnusable
    ? new FilesStoreUnusable(
        error.isFull
          ? 'The disk for files is full: nothing of yours was lost, tell whoever runs Barry'
          : 'Files cannot be reached at the moment: try again',
        { isFull: error.isFull },
      )
    : error;
