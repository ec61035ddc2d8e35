import type { Texts } from '../design/text/texts';
import type { Event } from '../generated/api/models';

/** What people read in a timeline; the rest of the news only tells screens to look again. At most 40. */
export const TIMELINE_KINDS: readonly string[] = [
  'escalation.started',
  'escalation.accepted',
  'escalation.exhausted',
  'escalation.resolved',
  'escalation.cancelled',
  'incident.opened',
  'incident.updated',
  'incident.commented',
  'alert.opened',
  'alert.resolved',
  'alert.snoozed',
  'maintenance.created',
  'maintenance.updated',
  'maintenance.ended',
  'policy.created',
  'policy.updated',
  'policy.deleted',
  'schedule.created',
  'schedule.updated',
  'schedule.deleted',
  'integration.created',
  'integration.updated',
  'integration.deleted',
];

/** `[[place]]` in the sentence of an event kind is filled from its names and parameters. */
export function eventSentence(
  event: Event,
  nameOf: (userId: string) => string | undefined,
  texts: Texts,
): string {
  const isTakenBack = event.kind === 'alert.snoozed' && event.params['until'] === '';
  const key = isTakenBack ? 'alert-unsnoozed' : event.kind.replaceAll('.', '-');
  const sentence = texts.word('event', key);
  const actor = event.actorName ?? (event.actorId === undefined ? undefined : nameOf(event.actorId));
  const user = event.params['userName'] ?? (event.userId === undefined ? undefined : nameOf(event.userId));
  const words: Record<string, string | undefined> = {
    ...event.params,
    actor: actor ?? 'Barry',
    user: user ?? actor ?? '',
    title: event.params['title'] ?? event.params['name'] ?? '',
    status: event.params['status'] === undefined ? '' : texts.word('status', event.params['status']),
    severity: event.params['severity'] === undefined ? '' : texts.word('severity', event.params['severity']),
  };
  if (sentence === key) {
    const subject = words['title'] === '' ? '' : `: ${words['title']}`;
    return `${event.kind.replaceAll(/[.-]/g, ' ')}${subject}`;
  }
  return sentence
    .replaceAll(/\[\[(\w+)\]\]/g, (_, name: string) => words[name] ?? '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
