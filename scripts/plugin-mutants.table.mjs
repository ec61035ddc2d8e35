import { ofNotifiers } from './plugin-mutants.notifiers.mjs';
import { ofSources } from './plugin-mutants.sources.mjs';

const grafana = 'alert-sources/grafana/grafana.ts';
const unified = 'alert-sources/grafana/unified.ts';
const alertmanager = 'alert-sources/alertmanager/alertmanager.ts';
const generic = 'alert-sources/generic/generic.ts';
const usual = 'kit/usual-signal.ts';
const snsEnvelope = 'alert-sources/aws-sns/envelope.ts';
const snsMessage = 'alert-sources/aws-sns/message.ts';
const snsAlarm = 'alert-sources/aws-sns/alarm.ts';
const mail = 'alert-sources/email/mail.ts';
const mailSource = 'alert-sources/email/email.ts';
const datadog = 'alert-sources/datadog/datadog.ts';
const datadogTemplate = 'alert-sources/datadog/template.ts';
const sentry = 'alert-sources/sentry/sentry.ts';
const sentryIssues = 'alert-sources/sentry/issues.ts';
const pagerDuty = 'alert-sources/pagerduty-events/v2.ts';
const pagerDutyAnswers = 'alert-sources/pagerduty-events/answers.ts';
const pagerDutySource = 'alert-sources/pagerduty-events/pagerduty-events.ts';
const opsgenieAddress = 'alert-sources/opsgenie-alerts/address.ts';
const opsgenieFollowUps = 'alert-sources/opsgenie-alerts/follow-ups.ts';
const opsgenieAnswers = 'alert-sources/opsgenie-alerts/answers.ts';
const onCall = 'alert-sources/grafana-oncall/grafana-oncall.ts';
const onCallFormatted = 'alert-sources/grafana-oncall/formatted.ts';
const outcomes = 'kit/http-outcome.ts';
const values = 'kit/read-values.ts';

const mutant = (name, file, ...edits) => ({ name, file, edits });
/** Each is a mistake that a plugin's author could make; white space does not matter in what is found. */
export const mutants = [
  mutant('a resolve with another key', unified, [
    'dedupKey: fingerprint || keyOf(labels),',
    "dedupKey: fingerprint + (isFiring ? '' : '-r'),",
  ]),
  mutant('an exception on junk', alertmanager, [
    'if (!group.success) return unreadable(group.error);',
    'if (!group.success) throw group.error;',
  ]),
  mutant('the wall clock', usual, ["'timestamp', 'time')),", "'timestamp', 'time')) ?? new Date(),"]),
  mutant('the zone of the server', values, ['text : `${text}Z`;', 'text : text;']),
  mutant('a call to the network', unified, [
    'const group = Webhook.safeParse(body);',
    "void fetch('http://x'); const group = Webhook.safeParse(body);",
  ]),
  mutant('randomness', generic, [
    'const said = JSON.stringify([title, host, service, component]);',
    'const said = JSON.stringify([title, host, service, component, Math.random()]);',
  ]),
  mutant('a changed delivery', usual, [
    'const fields = new UsualFields(item);',
    "item['seen'] = true; const fields = new UsualFields(item);",
  ]),
  mutant('an alert out of nothing', alertmanager, [
    'alerts: z.array(z.unknown()),',
    "alerts: z.array(z.unknown()).catch([{ status: 'firing', fingerprint: 'x' }]),",
  ]),
  mutant('a script as a link', values, ['/^https?:$/.test(url.protocol)', 'url.protocol']),
  mutant('the payload in an error', unified, [
    'if (!group.success) return unreadable(',
    'if (!group.success) return unreadable(JSON.stringify(body) || ',
  ]),
  mutant(
    'the key in a signal',
    generic,
    ['{ query, method, headers }', '{ query, method, headers, params }'],
    ['deliveryId: deliveryId ?? signal.deliveryId })', 'deliveryId, note: params["key"] })'],
  ),
  mutant('a follow-up that names nothing', generic, [
    'read.filter((signal) => signal.dedupKey !== undefined || isNew(signal));',
    'read.filter((signal) => signal.dedupKey !== undefined || isNew(signal) || true);',
  ]),
  mutant('one broken member that costs the list', 'kit/alert-source.ts', [
    'read: results.flatMap((result) => (result.success ? [result.data] : [])),',
    'read: results.every((result) => result.success) ? results.map((result) => result.data as T) : [],',
  ]),
  mutant('a sign of life that has stopped', alertmanager, [
    "isHeartbeat(alert) && alert.status === 'firing'",
    'isHeartbeat(alert)',
  ]),
  mutant('a fault that nobody measured', unified, [
    "unmeasuredOf(labels['alertname'], isFiring ? reason : '')",
    "unmeasuredOf('', isFiring ? reason : '')",
  ]),
  mutant('overload answered with 200', 'kit/intake.ts', [
    "case 'overload': return { status: 503,",
    "case 'overload': return { status: 200,",
  ]),
  mutant('a signature that is not looked at', grafana, [
    'return given.length === expected.length && timingSafeEqual(given, expected);',
    'return given.length <= expected.length || timingSafeEqual(given, expected);',
  ]),
  mutant('another signature that is not looked at', generic, [
    'return given.length === expected.length && timingSafeEqual(given, expected);',
    'return given.length <= expected.length || timingSafeEqual(given, expected);',
  ]),
  mutant('the signature of Sentry is not looked at', sentry, [
    'return given.length === expected.length && timingSafeEqual(given, expected);',
    'return given.length <= expected.length || timingSafeEqual(given, expected);',
  ]),
  mutant('a rule of ownership taken for somebody who has seen it', sentryIssues, [
    "assignedTo.type === 'user' && by.type === 'user'",
    "assignedTo.type === 'user' || by.type !== 'user'",
  ]),
  mutant('a reopened issue as old as its first event', sentryIssues, [
    'details, note: issue.substatus',
    'details, startedAt: instantOf(issue.firstSeen), note: issue.substatus',
  ]),
  mutant('a variable that Datadog left as it was, taken for a key', datadogTemplate, [
    "text === 'null' || UNFILLED.test(text) ?",
    "text === 'null' ?",
  ]),
  mutant('a transition that nobody knows, taken for a recovery', datadog, [
    "const isOver = state === 'over';",
    "const isOver = state === 'over' || state === undefined;",
  ]),
  mutant('a message of SNS whose signature is not looked at', snsEnvelope, [
    'if (!envelope.success || !proof.success) return false;',
    'if (!envelope.success || !proof.success) return true;',
  ]),
  mutant('an alarm that ends under the name of its state', snsAlarm, [
    'dedupKey: arn || `${account}/${region}/${name}`,',
    'dedupKey: `${arn || name}/${state}`,',
  ]),
  mutant('an event of a closed fault that opens it', snsMessage, [
    "const isOver = statusCode === 'closed' && eventArn !== undefined;",
    'const isOver = false;',
  ]),
  mutant('now, where a mail has no date that can be read', mail, [
    "sentAt: instantOf(lines.get('date')),",
    'sentAt: parsed.date,',
  ]),
  mutant('an alert out of a reply that a machine wrote', mailSource, [
    "/auto-replied/i.test(header('auto-submitted')) ||",
    '',
  ]),
  mutant('a thread before what its sender put behind the plus sign', mailSource, [
    'if (tag) return `tag:${tag}`;',
    'if (tag && threads.length === 0) return `tag:${tag}`;',
  ]),
  mutant('unknown options let through', alertmanager, [
    'const Options = z.strictObject({',
    'const Options = z.object({',
  ]),
  mutant('a field of the form without a title', alertmanager, [
    ".meta({ title: 'Alerts that are signs of life',",
    '.meta({',
  ]),
  mutant('a set-up text without the address', alertmanager, ['- url: ${url}', '- url: …']),

  mutant('pagerduty: the routing key among the details', pagerDuty, [
    'details: said({ ...rest, payload }),',
    'details: said({ ...rest, payload, key: _key }),',
  ]),
  mutant('pagerduty: a resolve that changes the title', pagerDuty, [
    "action === 'trigger' ? triggered(body, dedupKey, options) : { action, dedupKey }",
    '{ ...triggered(body, dedupKey, options), action }',
  ]),
  mutant('pagerduty: a trigger of nothing', pagerDuty, [
    "...missing(payload, 'summary', 'payload.summary'),",
    '',
  ]),
  mutant('pagerduty: an unreadable event that is taken', pagerDutyAnswers, [
    "case 'bad-key': if (key !== undefined) return invalid(400,",
    "case 'bad-key': if (key !== undefined) return invalid(202,",
  ]),
  mutant('pagerduty: a key in the header that is not looked for', pagerDutySource, [
    "headers['x-routing-key']",
    "headers['x-other-key']",
  ]),
  mutant('opsgenie: an alias that ends at its first slash', opsgenieAddress, [
    'below.slice(0, -(does?.length ?? 0) - 1)',
    "(below.split('/')[0] ?? '')",
  ]),
  mutant('opsgenie: an alias that loses its doubled slashes', opsgenieAddress, [
    'const value = decoded(name).trim();',
    "const value = decoded(name.split('/').filter(Boolean).join('/')).trim();",
  ]),
  mutant('opsgenie: a follow-up that names nothing', opsgenieAddress, [
    "does === undefined || ref.value === '' ? UNKNOWN",
    'does === undefined ? UNKNOWN',
  ]),
  mutant('opsgenie: every name an alias', opsgenieAddress, [
    "by: kind === 'alias' ? 'dedupKey'",
    "by: kind !== 'tiny' ? 'dedupKey'",
  ]),
  mutant('opsgenie: a snooze without an end', opsgenieFollowUps, [
    "return until === undefined ? empty('endTime', 'End time') : signals(",
    'return signals(',
  ]),
  mutant('opsgenie: overload answered with 202', opsgenieAnswers, [
    "...no(503, 'The request was not processed, try again'),",
    "...no(202, 'The request was not processed, try again'),",
  ]),
  mutant('oncall: OK in capitals only', onCallFormatted, [
    "field('state')?.toLowerCase() ?? ''",
    "field('state') ?? ''",
  ]),
  mutant('oncall: a sign of life that is an alert', onCall, [
    '/\\/heartbeat(\\/|$)/.test(path)',
    "path === ''",
  ]),

  mutant('Retry-After ignored', outcomes, [
    "return { outcome: 'retry', reason, afterMs: retryAfterMs(headers.get('retry-after'), now) };",
    "return { outcome: 'retry', reason };",
  ]),
  mutant('a dead address kept', outcomes, ["if (status === 410) return { outcome: 'gone', reason };", '']),
  mutant('bad credentials taken for a bad message', outcomes, [
    "scope: status === 401 || status === 403 ? 'channel' : 'message'",
    "scope: 'message'",
  ]),
  mutant('a secret that prints itself', 'kit/secret.ts', [
    "toJSON(): string { return '[secret]'; }",
    'toJSON(): string { return this.#value; }',
  ]),
  mutant('teams: a card of the retired kind', 'notifiers/teams/card.ts', [
    "type: 'AdaptiveCard',",
    "type: 'MessageCard',",
  ]),
  ...ofSources,
  ...ofNotifiers,
];
