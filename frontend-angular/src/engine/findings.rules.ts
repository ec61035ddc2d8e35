import type { Finding, FindingPage } from '../generated/api/models';

/** What has been read so far, latest first, without a gap; the token leads to what is older. */
export interface Found {
  readonly findings: readonly Finding[];
  readonly nextPageToken: string | undefined;
}

/** The newest page again: what it has is newer, what was read before stays, unless something between is missing. */
export function withNewest(known: Found | undefined, page: FindingPage): Found {
  const newest = known?.findings[0];
  const oldest = page.findings.at(-1);
  const isWhole = page.nextPageToken === undefined || oldest === undefined;
  if (known === undefined || newest === undefined || isWhole || isAfter(oldest, newest))
    return { findings: page.findings, nextPageToken: page.nextPageToken };
  return { findings: merged(known.findings, page.findings), nextPageToken: known.nextPageToken };
}

export function withOlder(known: Found | undefined, page: FindingPage): Found {
  return {
    // What was read before was read later, if it was read twice.
    findings: merged(page.findings, known?.findings ?? []),
    nextPageToken: page.nextPageToken,
  };
}

const OF_ESCALATIONS = ['escalation-overdue', 'backstop-fired', 'nobody-to-call', 'nobody-answers'];
const OF_ALERTS = ['alert-unanswered', 'alert-unrouted'];

export interface SubjectPlace {
  readonly what: 'escalation' | 'alert';
  readonly to: readonly string[];
  readonly query: Readonly<Record<string, string>>;
}

/** Calls, rings and messages have no page of their own; of some findings only the server's log knows what they are of. */
export function placeOf({ code, subjectId }: Pick<Finding, 'code' | 'subjectId'>): SubjectPlace | undefined {
  if (OF_ESCALATIONS.includes(code))
    return { what: 'escalation', to: ['/escalations', subjectId], query: {} };
  if (OF_ALERTS.includes(code)) return { what: 'alert', to: ['/alerts'], query: { alert: subjectId } };
  return undefined;
}

function merged(before: readonly Finding[], after: readonly Finding[]): readonly Finding[] {
  const byId = new Map([...before, ...after].map((finding) => [finding.findingId, finding]));
  return [...byId.values()].sort((a, b) => (isAfter(a, b) ? -1 : 1));
}

const isAfter = (a: Finding, b: Finding): boolean =>
  a.lastAt === b.lastAt ? a.findingId > b.findingId : a.lastAt > b.lastAt;
