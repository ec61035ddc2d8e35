import { operations } from '../../platform/wire/declare.js';
import { Empty } from '../../platform/wire/schemas.js';
import * as dto from './files.dto.js';

export const files = operations('files', 'FilesService', {
  ListFiles: {
    summary: 'Files of an incident, oldest first, each with an address that is good for a while',
    http: 'GET /files',
    allow: 'files.read',
    input: dto.ListFilesInput,
    output: dto.FileList,
  },
  DeleteFile: {
    summary: 'Deletes a file: your own, or as an owner of the team any',
    http: 'DELETE /files/:fileId',
    allow: 'files.write',
    audit: 'file.deleted',
    input: dto.FileRef,
    output: Empty,
  },
});
