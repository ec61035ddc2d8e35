import { instantOf, isRecord, linksOf, textOf } from './read-values.js';
import { severityOf } from './severity.js';
import { type Action, type Kind, KINDS, type Signal } from './signal.js';
import { labelsOf, linkList, nestedFields, UsualFields } from './usual-fields.js';
import { actionOf } from './usual-words.js';

const MAX_SHOWN = 4000;

/**
 * A signal by the field names that most systems use. An unknown shape is an alert too: better a call with a poor title
 * than none. `known`: what happened, where something else than its fields says so.
 */
export function usualSignal(item: unknown, known?: Action): Signal {
  if (!isRecord(item)) return { action: known ?? 'trigger', description: shown(item) };
  const fields = new UsualFields(item);
  const action =
    known ?? fields.texts('status', 'state', 'action', 'event').map(actionOf).find(Boolean) ?? 'trigger';
  const severity = fields.take('severity', 'level', 'priority');
  const labels = labelsOf(
    fields.value('labels'),
    fields.value('tags'),
    fields.value('meta'),
    nestedFields(item),
  );
  const title = fields.take('title', 'summary', 'message', 'subject', 'alertname', 'name');
  const description = fields.take('description', 'details', 'body', 'message', 'text');
  const isEmpty = title === undefined && description === undefined;
  return {
    action,
    kind: kindOf(fields),
    dedupKey: fields.take('dedup_key', 'dedup', 'alias', 'alert_uid', 'incident_key', 'id', 'fingerprint'),
    groupKey: fields.take('group_key'),
    title,
    // A follow-up that says no more keeps what its alert says.
    description: isEmpty && action === 'trigger' ? shown(item) : description,
    severity: severityOf(severity),
    sourceSeverity: severity,
    service: fields.take('service'),
    host: fields.take('host', 'hostname') ?? labels['host'],
    environment: fields.take('environment', 'env'),
    component: fields.take('component'),
    teams: namesOf(fields.value('team', 'teams')),
    people: namesOf(fields.value('people')),
    labels,
    details: item,
    links: [
      ...linksOf({
        source: fields.take('link', 'url', 'link_to_upstream_details'),
        image: fields.take('image_url'),
        runbook: fields.take('runbook_url'),
        dashboard: fields.take('dashboard_url'),
      }),
      ...linkList(fields.value('links')),
    ],
    startedAt: instantOf(fields.value('starts_at', 'started_at', 'timestamp', 'time')),
    until: action === 'snooze' ? instantOf(fields.value('until', 'snooze_until')) : undefined,
    endedAt: action === 'resolve' ? instantOf(fields.value('ends_at', 'ended_at')) : undefined,
    expiresAt:
      action === 'trigger' || action === 'update' ? instantOf(fields.value('expires_at')) : undefined,
    actor: fields.take('user', 'actor'),
    note: fields.take('note', 'comment'),
  };
}

/** Whatever it is, as a person can read it. */
function shown(item: unknown): string | undefined {
  const text = typeof item === 'string' ? item : item === undefined ? '' : JSON.stringify(item, null, 2);
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text || undefined;
}

function kindOf(fields: UsualFields): Kind | undefined {
  if (fields.value('test') === true || fields.texts('test').includes('true')) return 'test';
  return KINDS.find((kind) => fields.texts('kind', 'class').includes(kind));
}

function namesOf(value: unknown): readonly string[] | undefined {
  const names = (Array.isArray(value) ? value : [value]).flatMap((one: unknown) => textOf(one)?.trim() || []);
  return names.length > 0 ? names : undefined;
}
