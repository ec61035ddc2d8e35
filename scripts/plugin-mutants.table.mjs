const grafana = 'alert-sources/grafana/grafana.ts';
const unified = 'alert-sources/grafana/unified.ts';
const alertmanager = 'alert-sources/alertmanager/alertmanager.ts';
const generic = 'alert-sources/generic/generic.ts';
const guess = 'alert-sources/generic/guess.ts';
const webPush = 'notifiers/web-push/web-push.ts';
const webPushSettings = 'notifiers/web-push/settings.ts';
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
  mutant('the wall clock', guess, ["'timestamp', 'time')),", "'timestamp', 'time')) ?? new Date(),"]),
  mutant('the zone of the server', values, ['text : `${text}Z`;', 'text : text;']),
  mutant('a call to the network', unified, [
    'const group = Webhook.safeParse(body);',
    "void fetch('http://x'); const group = Webhook.safeParse(body);",
  ]),
  mutant('randomness', generic, [
    'const said = JSON.stringify([title, host, service, component]);',
    'const said = JSON.stringify([title, host, service, component, Math.random()]);',
  ]),
  mutant('a changed delivery', guess, [
    'const fields = new Fields(item);',
    "item['seen'] = true; const fields = new Fields(item);",
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
    ['{ query, method, headers }: Delivery', '{ query, method, headers, params }: Delivery'],
    ['({ ...signal, deliveryId })', '({ ...signal, deliveryId, note: params["key"] })'],
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
  mutant('unknown options let through', alertmanager, [
    'const Options = z.strictObject({',
    'const Options = z.object({',
  ]),
  mutant('a field of the form without a title', alertmanager, [
    ".meta({ title: 'Alerts that are signs of life',",
    '.meta({',
  ]),
  mutant('a set-up text without the address', alertmanager, ['- url: ${url}', '- url: …']),

  mutant('a status ignored', webPush, [': outcomeOf(response, now());', ": { outcome: 'accepted' };"]),
  mutant('an error text repeated', webPush, [
    'return outcomeOfError(error);',
    "return { outcome: 'retry', reason: `${String((error as Error).cause)} ${target.endpoint}` };",
  ]),
  mutant('an abort signal dropped', webPush, ["signal, redirect: 'manual',", "redirect: 'manual',"]),
  mutant('a retry of its own', webPush, [
    'const response = await fetch(details.endpoint, {',
    'await fetch(details.endpoint, { method: "POST", signal }); const response = await fetch(details.endpoint, {',
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
  mutant('state shared by two instances', webPush, [
    'const vapidDetails = { subject, publicKey, privateKey: privateKey.reveal() };',
    'const shared = globalThis as { vapid?: { subject: string; publicKey: string; privateKey: string } };\n' +
      'const vapidDetails = (shared.vapid ??= { subject, publicKey, privateKey: privateKey.reveal() });',
  ]),
  mutant('a secret in an outcome', webPush, [
    'return outcomeOfError(error);',
    "return { outcome: 'retry', reason: privateKey.reveal() };",
  ]),
  mutant('a secret told to every device', webPush, [
    'publicInfo: ({ publicKey }) => ({ vapidPublicKey: publicKey }),',
    'publicInfo: ({ publicKey, privateKey }) => ({ vapidPublicKey: publicKey, key: privateKey.reveal() }),',
  ]),
  mutant('a secret that prints itself', 'kit/secret.ts', [
    "toJSON(): string { return '[secret]'; }",
    'toJSON(): string { return this.#value; }',
  ]),
  mutant('a close that waits', webPush, [
    'return { async send(',
    'return { close: () => new Promise<void>(() => undefined), async send(',
  ]),
  mutant('a promise that is not kept: update', webPush, [
    'const details = sealed(target, message);',
    "if (message.kind === 'update') return { outcome: 'accepted' }; const details = sealed(target, message);",
  ]),
  mutant('unknown settings let through', webPushSettings, [
    'export const Settings = z .strictObject({',
    'export const Settings = z .object({',
  ]),
];
