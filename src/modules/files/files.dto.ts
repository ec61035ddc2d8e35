import { z } from 'zod';
import { Id } from '../../platform/wire/schemas.js';

/** What a file belongs to. Whoever may read that may read the file. */
export const FileSubject = z
  .strictObject({ kind: z.enum(['incident']), id: Id })
  .meta({ id: 'FileSubject', title: 'Subject' });
export type FileSubject = z.output<typeof FileSubject>;

export const FileType = z
  .enum(['image/jpeg', 'image/png', 'image/webp', 'application/octet-stream'])
  .meta({ id: 'FileType', title: 'Type' });
export type FileType = z.output<typeof FileType>;

export const FileView = z
  .strictObject({
    fileId: Id,
    subject: FileSubject,
    name: z.string(),
    type: FileType,
    bytes: z.int(),
    /** Of a picture, which may be shown; anything else is only downloaded. */
    width: z.int().optional(),
    height: z.int().optional(),
    userId: Id.optional(),
    userName: z.string(),
    createdAt: z.iso.datetime(),
    /** Good for the reader who asked, for a quarter of an hour. */
    url: z.string(),
  })
  .meta({ id: 'FileView' });
export type FileView = z.output<typeof FileView>;

export const ListFilesInput = z.strictObject({ subjectKind: FileSubject.shape.kind, subjectId: Id });
export const FileList = z.strictObject({ files: z.array(FileView) }).meta({ id: 'FileList' });
export const FileRef = z.strictObject({ fileId: Id });

export const UploadInput = z.strictObject({
  subjectKind: FileSubject.shape.kind,
  subjectId: Id,
  name: z.string().max(2000).default('file'),
});
export type UploadInput = z.output<typeof UploadInput>;

export const LinkQuery = z.strictObject({
  fileId: Id,
  reader: Id,
  until: z.coerce.number().int().min(0).max(1e11),
  signature: z.string().max(100),
});
