import { Readable } from 'node:stream';
import { Controller, Get, Req, Res } from '@nestjs/common';
import { GrpcMethod, Payload } from '@nestjs/microservices';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { defer, from, map, mergeMap, type Observable } from 'rxjs';
import { z } from 'zod';
import { Allow, OfModule } from '../../platform/auth/auth.guard.js';
import { valid } from '../../platform/errors/invalid-input.js';
import { grpcInput, grpcOutput } from '../../platform/wire/grpc-codec.js';
import { httpInput, type HttpRequestParts } from '../../platform/wire/http-input.js';
import { Input, Operate } from '../../platform/wire/operation.js';
import { csvHead, csvLine } from './audit-export.rules.js';
import { AuditVerification } from './audit-verify.service.js';
import * as dto from './audit.dto.js';
import { audit, exportAudit } from './audit.operations.js';
import { AuditQueries } from './audit.queries.js';

const FileInput = dto.ExportAuditInput.extend({ format: dto.ExportFormat.default('jsonl') });
type FileInput = z.output<typeof FileInput>;
const TYPES = { jsonl: 'application/jsonl; charset=utf-8', csv: 'text/csv; charset=utf-8' } as const;

@Controller()
export class AuditController {
  constructor(
    private readonly verification: AuditVerification,
    private readonly queries: AuditQueries,
  ) {}

  @Operate(audit.VerifyAudit)
  verifyAudit(
    @Input() input: z.output<typeof dto.VerifyAuditInput>,
  ): Promise<z.output<typeof dto.AuditVerdict>> {
    return this.verification.verify(input);
  }

  @Allow('audit.read')
  @OfModule('access')
  @Get('api/v1/audit/export')
  async file(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const said = httpInput({ method: 'GET', input: FileInput }, request as HttpRequestParts);
    const { format, ...filter } = valid(FileInput, said);
    const end = await this.queries.checkpoint();
    const lines = format === 'csv' ? this.csv(filter, end) : this.jsonLines(filter, end);
    await reply
      .header('content-type', TYPES[format])
      .header('content-disposition', `attachment; filename="barry-audit.${format}"`)
      .header('cache-control', 'no-store')
      .header('barry-audit-checkpoint', `${end.number}:${end.hash}`)
      .send(Readable.from(lines));
  }

  @Allow('audit.read')
  @OfModule('access')
  @GrpcMethod(exportAudit.service, exportAudit.rpc)
  rows(@Payload() message: unknown): Observable<unknown> {
    const filter = valid(dto.ExportAuditInput, grpcInput(dto.ExportAuditInput, message));
    return defer(() => this.queries.checkpoint()).pipe(
      mergeMap((end) => from(this.queries.rows(filter, end))),
      map((row) => grpcOutput(dto.AuditRow, row)),
    );
  }

  /** The last line says how far the log goes, and whether these are all of its rows. */
  private async *jsonLines(
    filter: dto.ExportAuditInput,
    end: { readonly number: number; readonly hash: string },
  ): AsyncGenerator<string> {
    for await (const row of this.queries.rows(filter, end)) yield `${JSON.stringify(row)}\n`;
    const complete = Object.keys(filter).length === 0;
    yield `${JSON.stringify({ checkpoint: { number: end.number, hash: end.hash }, complete })}\n`;
  }

  private async *csv(
    filter: dto.ExportAuditInput,
    end: { readonly number: number; readonly hash: string },
  ): AsyncGenerator<string> {
    yield csvHead();
    for await (const row of this.queries.rows(filter, end)) yield csvLine(row);
  }
}
