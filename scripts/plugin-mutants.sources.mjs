const grafana = 'alert-sources/grafana/unified.ts';
const alertmanager = 'alert-sources/alertmanager/alertmanager.ts';
const zabbix = 'alert-sources/zabbix/zabbix.ts';
const zabbixMacros = 'alert-sources/zabbix/macros.ts';
const zabbixSeverity = 'alert-sources/zabbix/severity.ts';
const zabbixUpdate = 'alert-sources/zabbix/update.ts';
const nagios = 'alert-sources/nagios-icinga/nagios-icinga.ts';
const nagiosStates = 'alert-sources/nagios-icinga/states.ts';
const kuma = 'alert-sources/uptime-kuma/uptime-kuma.ts';
const kumaMessage = 'alert-sources/uptime-kuma/message.ts';
const cloudEvents = 'alert-sources/cloudevents/cloudevents.ts';
const cloudEventsState = 'alert-sources/cloudevents/state.ts';
const generic = 'alert-sources/generic/generic.ts';
const pagerDutySource = 'alert-sources/pagerduty-events/pagerduty-events.ts';
const json = 'kit/json-text.ts';
const values = 'kit/read-values.ts';
const kit = 'kit/alert-source.ts';

const mutant = (name, file, ...edits) => ({ name, file, edits });

/** Mistakes that show themselves only to what nobody means to send; the fuzz of the contract finds them. */
const underFuzz = [
  mutant('fuzz: JSON in a text, as deep as it was sent', json, [
    'depthOf(text) > DEEPEST ? shallow(value, DEEPEST) : value;',
    'value;',
  ]),
  mutant('fuzz: a name of nothing but NUL', json, ['UNKEPT.test(text) ? kept(flat) : flat;', 'flat;']),
  mutant('fuzz: a link that a browser has to put right', values, [
    'AS_WRITTEN.test(text) ? text : url.href;',
    'URL.canParse(text) ? text : url.href;',
  ]),
  mutant('fuzz: every mistake of a long list', kit, [
    'const shown = issues.slice(0, MOST_ISSUES).map(',
    'const shown = issues.map(',
  ]),
  mutant('fuzz: the message of a group in each of its alerts', grafana, [
    'alerts.length > 1 && message.length > LONGEST_SHARED ?',
    'alerts.length < 1 && message.length > LONGEST_SHARED ?',
  ]),
  mutant('fuzz: a long name of a group in each of its alerts', alertmanager, [
    'groupKey.length > LONGEST_GROUP_KEY ? hashOf(groupKey) : groupKey || undefined;',
    'groupKey || undefined;',
  ]),
  mutant('fuzz: an exception on a list where an object is due', pagerDutySource, [
    'read({ path, body }, options) {',
    "read({ path, body }, options) { if (Array.isArray(body)) throw new Error('a list');",
  ]),
  mutant('fuzz: late where much was sent', kuma, [
    'const message = messageOf(delivery);',
    'const message = messageOf(delivery); if (delivery.rawBody.length > 60_000) { const until = performance.now() + 1_200; while (performance.now() < until); }',
  ]),
  mutant('fuzz: changed bytes of a long body', generic, [
    'const sent = sentIn(delivery);',
    'const sent = sentIn(delivery); if (delivery.rawBody.length > 4_000) delivery.rawBody.fill(0, 0, 1);',
  ]),
  mutant('fuzz: read otherwise a second time', nagios, [
    'const changedAt = instantOf(event.last_state_change)',
    'const seen = globalThis as { seen?: Set<string> }; seen.seen ??= new Set(); const isNew = !seen.seen.has(host); seen.seen.add(host); const changedAt = instantOf(isNew ? event.last_state_change : undefined)',
  ]),
];

/** Mistakes that the author of an alert source could make; those of the first ones are in plugin-mutants.table.mjs. */
export const ofSources = [
  mutant('zabbix: unacknowledged taken for acknowledged', zabbixUpdate, [
    "acknowledged: parts.includes('acknowledged'),",
    "acknowledged: prose.includes('acknowledged'),",
  ]),
  mutant('zabbix: a macro that was not filled in, taken for a value', zabbixMacros, [
    'isUnfilled(value.trim()) ||',
    '',
  ]),
  mutant('zabbix: a severity by its word, which stays the old one', zabbixSeverity, [
    "if (number !== undefined) return LEVELS[Number(number)] ?? 'unknown';",
    '',
  ]),
  mutant('zabbix: a comparison that throws at another length', zabbix, [
    "timingSafeEqual(digestOf(headers['authorization'] ?? ''), digestOf(`Bearer ${token.reveal()}`))",
    "timingSafeEqual(Buffer.from(headers['authorization'] ?? ''), Buffer.from(`Bearer ${token.reveal()}`))",
  ]),
  mutant('zabbix: a token that nobody ever has', zabbix, [
    'digestOf(`Bearer ${token.reveal()}`)',
    'digestOf(`Bearer ${token}`)',
  ]),
  mutant('generic: a signature over something else than what was sent', generic, [
    "createHmac('sha256', signingSecret.reveal()).update(rawBody)",
    "createHmac('sha256', signingSecret.reveal()).update(JSON.stringify(rawBody))",
  ]),
  mutant('nagios: every service under the name of its host', nagios, [
    'dedupKey: service === undefined ? host : `${host}/${service}`,',
    'dedupKey: host,',
  ]),
  mutant('nagios: a recovery by the state it came from', nagiosStates, [
    "if (kind === 'RECOVERY') return { action: 'resolve' };",
    "if (kind === 'RECOVERY') return { action: 'trigger' };",
  ]),
  mutant('nagios: the end of a downtime taken for its beginning', nagiosStates, [
    "return { action: 'snooze', isOver: true };",
    "return { action: 'snooze' };",
  ]),
  mutant('kuma: a monitor that is tried again, taken for one that is down', kuma, [
    "if (state === 'pending')",
    'if (state === undefined)',
  ]),
  mutant('kuma: a certificate that is another one each day', kumaMessage, [
    ": { kind: 'expiry', about };",
    ": { kind: 'expiry', about: text };",
  ]),
  mutant('kuma: a state by its number only', kumaMessage, ['if (known) return known;', 'return known;']),
  mutant('cloudevents: a recovery under the name of its own type', cloudEventsState, [
    'isState ? stem : type',
    'type',
  ]),
  mutant('cloudevents: each event an alert of its own', cloudEvents, [
    'dedupKey: keyOf(event, options),',
    'dedupKey: `${source} + ${id ?? ""}`,',
  ]),
  mutant('cloudevents: a follow-up that changes the title', cloudEvents, [
    "(isNew ? [type, subject].filter(Boolean).join(' ') : undefined)",
    "[type, subject].filter(Boolean).join(' ')",
  ]),
  ...underFuzz,
];
