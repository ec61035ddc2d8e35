import type { FileSubject, FileType, FileView } from './files.dto.js';

export interface FileRow {
  readonly id: string;
  readonly subject_kind: FileSubject['kind'];
  readonly subject_id: string;
  readonly blob_key: string;
  readonly name: string;
  readonly type: FileType;
  readonly bytes: number;
  readonly width: number | null;
  readonly height: number | null;
  readonly user_id: string | null;
  readonly user_name: string;
  readonly created_at: Date;
}
export const FILE_COLUMNS = `id, subject_kind, subject_id, blob_key, name, type, bytes, width, height, user_id, user_name,
  created_at`;

export const fileViewOf = (row: FileRow, url: string): FileView => ({
  fileId: row.id,
  subject: { kind: row.subject_kind, id: row.subject_id },
  name: row.name,
  type: row.type,
  bytes: row.bytes,
  ...(row.width === null || row.height === null ? {} : { width: row.width, height: row.height }),
  ...(row.user_id === null ? {} : { userId: row.user_id }),
  userName: row.user_name,
  createdAt: row.created_at.toISOString(),
  url,
});
