import type { z } from 'zod';
import type { AuditRow } from './audit.dto.js';

type Row = z.output<typeof AuditRow>;

export const CSV_COLUMNS = [
  'number',
  'at',
  'action',
  'actorId',
  'actorName',
  'via',
  'address',
  'agent',
  'targetId',
  'targetName',
  'before',
  'after',
  'auditId',
  'previousHash',
  'hash',
] as const satisfies readonly (keyof Row)[];

/** What a spreadsheet would take for a formula is marked as text: names come from strangers. */
const FORMULA = /^\s*[=+\-@\t\r]/;

export function csvCell(value: unknown): string {
  if (value === undefined || value === null) return '""';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const safe = typeof value !== 'number' && FORMULA.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

/** As RFC 4180 has it. */
export const csvHead = (): string => `${CSV_COLUMNS.map(csvCell).join(',')}\r\n`;
export const csvLine = (row: Row): string =>
  `${CSV_COLUMNS.map((column) => csvCell(row[column])).join(',')}\r\n`;
