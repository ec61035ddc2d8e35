/** What the server is asked for. */
export interface AuditFilter {
  readonly actorId?: string;
  readonly action?: string;
  readonly targetId?: string;
  readonly query?: string;
  readonly address?: string;
  readonly from?: string;
  readonly until?: string;
}

/** The same, as it stands in the address of the page. */
export interface AuditQuery {
  readonly who?: string | undefined;
  readonly action?: string | undefined;
  readonly target?: string | undefined;
  readonly q?: string | undefined;
  readonly address?: string | undefined;
  readonly from?: string | undefined;
  readonly until?: string | undefined;
}

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** What somebody has mistyped in the address is no filter: better too much is shown than an error. */
export function auditFilterOf(query: AuditQuery): AuditFilter {
  const actorId = ID.test(query.who ?? '') ? query.who : undefined;
  const given = {
    actorId,
    action: words(query.action),
    targetId: words(query.target),
    query: words(query.q),
    address: words(query.address),
    from: instant(query.from),
    until: instant(query.until),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

const words = (text: string | undefined): string | undefined => text?.trim() || undefined;
const instant = (text: string | undefined): string | undefined =>
  text !== undefined && !Number.isNaN(Date.parse(text)) ? new Date(text).toISOString() : undefined;

/** Where the same rows are had as a file. */
export function exportAddress(filter: AuditFilter, format: 'csv' | 'jsonl'): string {
  return `/api/v1/audit/export?${new URLSearchParams({ format, ...filter })}`;
}

export interface Checkpoint {
  readonly number: number;
  readonly hash: string;
}

/** `12:…`, as the command line and the log say it; undefined for anything else. */
export function checkpointIn(text: string): Checkpoint | undefined {
  const [, number, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text.trim()) ?? [];
  return number === undefined || hash === undefined || Number(number) < 1
    ? undefined
    : { number: Number(number), hash };
}
