import { Readable } from 'node:stream';
import { Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { Allow, OfModule } from '../../platform/auth/auth.guard.js';
import { type Caller, TheCaller } from '../../platform/auth/caller.js';
import { valid } from '../../platform/errors/invalid-input.js';
import { PICTURE_HEADERS } from '../../platform/pictures/headers.js';
import { Input, Operate } from '../../platform/wire/operation.js';
import { disposition } from './file-name.rules.js';
import * as dto from './files.dto.js';
import { UploadTypeUnknown } from './files.errors.js';
import { files } from './files.operations.js';
import { FilesService } from './files.service.js';
import { bodyOf, withRoom } from './upload-body.js';

@Controller()
export class FilesController {
  constructor(private readonly files: FilesService) {}

  /** Bytes as they are, no form around them: `curl --data-binary @file -H 'content-type: application/octet-stream'`. */
  @Allow('files.write')
  @OfModule('files')
  @Post('api/v1/uploads')
  @HttpCode(201)
  async upload(
    @Query() query: Record<string, unknown>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @TheCaller() caller: Caller,
  ): Promise<dto.FileView> {
    const { subjectKind: kind, subjectId: id, name } = valid(dto.UploadInput, query);
    if (!(request.body instanceof Readable))
      throw new UploadTypeUnknown('Send the bytes of the file as application/octet-stream');
    const body = request.body;
    try {
      return await withRoom(async () => {
        await this.files.mayAttach({ kind, id }, caller);
        const said = Number(request.headers['content-length'] ?? 0);
        return this.files.attach({ kind, id }, name, await bodyOf(body, said), caller);
      });
    } catch (error) {
      // A sender that still talks is not listened to any longer.
      if (!body.readableEnded) void reply.header('connection', 'close');
      throw error;
    }
  }

  @Operate(files.ListFiles)
  async listFiles(
    @Input() input: z.output<typeof dto.ListFilesInput>,
    @TheCaller() caller: Caller,
  ): Promise<z.output<typeof dto.FileList>> {
    const subject = { kind: input.subjectKind, id: input.subjectId };
    return { files: [...(await this.files.list(subject, caller))] };
  }

  @Operate(files.DeleteFile)
  async deleteFile(
    @Input() { fileId }: z.output<typeof dto.FileRef>,
    @TheCaller() caller: Caller,
  ): Promise<object> {
    await this.files.delete(fileId, caller);
    return {};
  }

  /** Only pictures of our own making are shown; anything else is saved, whatever it says that it is. */
  @Allow('public')
  @Get('files/:fileId')
  async read(
    @Param('fileId') fileId: string,
    @Query() query: Record<string, unknown>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    const { reader: readerId, ...link } = valid(dto.LinkQuery, { ...query, fileId });
    const { name, type, bytes } = await this.files.read({ ...link, readerId });
    const kind = type.startsWith('image/') ? 'inline' : 'attachment';
    void reply.headers({ ...PICTURE_HEADERS, 'referrer-policy': 'no-referrer' }).type(type);
    void reply.header('content-disposition', disposition(kind, name));
    void reply.header('cache-control', 'private, max-age=900');
    return bytes;
  }
}
