import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { z } from 'zod';
import {
  type Break,
  type Checkpoint,
  type FoundLink,
  GENESIS,
  walked,
} from '../platform/auth/audit-chain.rules.js';
import { AuditRow, type AuditVerdict } from '../modules/access/audit.dto.js';
import { audit } from '../modules/access/audit.operations.js';
import { given } from './arguments.js';
import { CliFailure, EXIT, WrongUsage } from './failures.js';
import type { Session } from './session.js';

export interface VerifyOptions {
  readonly from?: number;
  readonly checkpoint?: string;
  readonly file?: string;
}

/** Not intact, or not what it was: told apart from everything that only kept us from looking. */
class ChainBroken extends CliFailure {
  override readonly exit = EXIT.broken;
}

type Broken = NonNullable<z.output<typeof AuditVerdict>['broken']>;

export async function verifyAudit(session: Session, options: VerifyOptions): Promise<number> {
  const known = checkpointOf(options.checkpoint);
  const { checked, last, broken } =
    options.file === undefined
      ? await onServer(session, options.from ?? 1, known)
      : await inFile(options.file, options.from ?? 1, known);
  session.show({ intact: broken === undefined, checked, last, ...(broken ? { broken } : {}) });
  if (broken) {
    const row = broken.auditId === undefined ? '' : `, row ${broken.auditId}`;
    throw new ChainBroken('AUDIT_BROKEN', `number ${broken.number}: ${WHY[broken.reason]}${row}`);
  }
  session.say(`The audit log holds: ${checked} rows, up to ${last.number}:${last.hash}`);
  return EXIT.ok;
}

const WHY: Readonly<Record<Broken['reason'], string>> = {
  'number-missing': 'it is missing',
  'row-missing': 'its row was deleted',
  'row-changed': 'its row was changed',
  'link-broken': 'it does not follow its predecessor',
  'end-missing': 'the end of the log was cut off',
  'row-unchained': 'there is a row that Barry has not written',
  'checkpoint-differs': 'it is not what the checkpoint says',
};

interface Found {
  readonly checked: number;
  readonly last: Checkpoint;
  readonly broken?: Broken | undefined;
}

async function onServer(session: Session, start: number, known: Checkpoint | undefined): Promise<Found> {
  let checked = 0;
  let from: number | undefined = start;
  for (;;) {
    const asked = { from, knownNumber: known?.number, knownHash: known?.hash };
    const verdict: z.output<typeof AuditVerdict> = await session.api.call(audit.VerifyAudit, given(asked));
    checked += verdict.checked;
    from = verdict.nextFrom;
    if (from === undefined) return { checked, last: verdict.last, broken: verdict.broken };
  }
}

/** Line by line: a log of years does not fit into memory. */
async function inFile(path: string, from: number, known: Checkpoint | undefined): Promise<Found> {
  let last: Checkpoint | undefined = from === 1 ? GENESIS : undefined;
  let checked = 0;
  let end: { readonly checkpoint: Checkpoint; readonly complete: boolean } | undefined;
  let gap: Break | undefined;
  const lines = createInterface({ input: createReadStream(path), crlfDelay: Infinity });
  for await (const line of lines) {
    if (line.trim() === '') continue;
    const said = parsed(line);
    if ('checkpoint' in said) {
      end = said as typeof end;
      continue;
    }
    const link = linkOf(said);
    if (link.number < from) continue;
    // A part of the log has holes: each row still proves itself, and those that are neighbours each other.
    if (last && link.number > last.number + 1) {
      gap ??= { number: last.number + 1, reason: 'number-missing' };
      last = undefined;
    }
    const step = walked([link], last ?? { number: link.number - 1, hash: link.previousHash });
    if (step.broken) return { checked, last: last ?? GENESIS, broken: step.broken };
    if (known?.number === link.number && known.hash !== link.hash)
      return { checked, last: step.last, broken: { number: link.number, reason: 'checkpoint-differs' } };
    last = step.last;
    checked += 1;
  }
  if (!end)
    return {
      checked,
      last: last ?? GENESIS,
      broken: { number: (last?.number ?? 0) + 1, reason: 'end-missing' },
    };
  const isAll = end.complete;
  const broken: Broken | undefined =
    isAll && gap
      ? gap
      : isAll && last && (last.number !== end.checkpoint.number || last.hash !== end.checkpoint.hash)
        ? { number: last.number + 1, reason: 'end-missing' }
        : undefined;
  return { checked, last: last ?? GENESIS, broken };
}

function parsed(line: string): object {
  try {
    return JSON.parse(line) as object;
  } catch {
    throw new WrongUsage('--file: this is no audit log as JSON Lines');
  }
}

function linkOf(said: object): FoundLink {
  const row = AuditRow.safeParse(said);
  if (!row.success || row.data.number === undefined || !row.data.hash || !row.data.previousHash)
    throw new WrongUsage('--file: this is no audit log as JSON Lines');
  const { number, hash, previousHash, auditId } = row.data;
  return { number, hash, previousHash, auditId, row: row.data };
}

function checkpointOf(text: string | undefined): Checkpoint | undefined {
  if (text === undefined) return undefined;
  const [, number = '', hash = ''] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (hash === '') throw new WrongUsage(`--checkpoint ${text}: write number:hash, as the log says it`);
  return { number: Number(number), hash };
}
