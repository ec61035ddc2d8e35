const webPush = 'notifiers/web-push/web-push.ts';
const webPushSettings = 'notifiers/web-push/settings.ts';
const apns = 'notifiers/apns/apns.ts';
const apnsConnections = 'notifiers/apns/connections.ts';
const apnsOutcome = 'notifiers/apns/outcome.ts';
const apnsSettings = 'notifiers/apns/settings.ts';
const email = 'notifiers/email/email.ts';
const emailOutcome = 'notifiers/email/outcome.ts';
const fcm = 'notifiers/fcm/fcm.ts';
const fcmOutcome = 'notifiers/fcm/outcome.ts';
const fcmTokens = 'notifiers/fcm/access-tokens.ts';
const mattermost = 'notifiers/mattermost/mattermost.ts';
const mattermostOutcome = 'notifiers/mattermost/outcome.ts';
const slack = 'notifiers/slack/slack.ts';
const slackOutcome = 'notifiers/slack/outcome.ts';
const teams = 'notifiers/teams/teams.ts';
const teamsOutcome = 'notifiers/teams/outcome.ts';
const twilio = 'notifiers/twilio/twilio.ts';
const twilioCallbacks = 'notifiers/twilio/callbacks.ts';
const twilioClient = 'notifiers/twilio/client.ts';
const twilioOutcome = 'notifiers/twilio/outcome.ts';
const vonage = 'notifiers/vonage/vonage.ts';
const vonageCallbacks = 'notifiers/vonage/callbacks.ts';
const webhook = 'notifiers/webhook/webhook.ts';
const webhookPost = 'notifiers/webhook/post.ts';

const mutant = (name, file, ...edits) => ({ name, file, edits });
/** Mistakes that the author of a notifier could make; white space does not matter in what is found. */
export const ofNotifiers = [
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

  mutant('apns: the retries of the client', apnsConnections, [
    'connectionRetryLimit: 0,',
    'connectionRetryLimit: 3,',
  ]),
  mutant('apns: a second try after every failure', apnsOutcome, [
    'if (isSilence(failure)) return false;',
    'if (failure) return true;',
  ]),
  mutant('apns: a bad key taken for a bad message', apnsOutcome, ['[403, 404, 405]', '[404, 405]']),
  mutant('apns: a dead token kept', apnsOutcome, ["['Unregistered', 'ExpiredToken',", "['ExpiredToken',"]),
  mutant('apns: a close that waits', apns, [
    'close: () => Promise.resolve(connections.close()),',
    'close: () => new Promise<void>(() => undefined),',
  ]),
  mutant('apns: connections shared by two instances', apns, [
    'const connections = new Connections(sdk, settings, host);',
    'const shared = globalThis as { apns?: Connections }; const connections = (shared.apns ??= new Connections(sdk, settings, host));',
  ]),
  mutant('apns: an abort signal dropped', apns, [
    'await untilAborted(() => tried(target, push, id, signal), signal);',
    'await tried(target, push, id);',
  ]),
  mutant('apns: unknown settings let through', apnsSettings, [
    'export const Settings = z .strictObject({',
    'export const Settings = z .object({',
  ]),

  mutant('fcm: an abort signal dropped', fcm, [
    'await untilAborted(() => tried(fcmMessage(target.token, message), false, signal), signal,);',
    'await tried(fcmMessage(target.token, message), false);',
  ]),
  mutant('fcm: two instances under one name', fcm, ['`${instance}-${randomUUID()}`', '`${instance}`']),
  mutant('fcm: an access token in an outcome', fcm, [
    '(name: unknown): SendOutcome => outcomeOfName(name),',
    "(name: unknown): SendOutcome => ({ outcome: 'accepted', externalId: `${String(name)} ${tokens.current ?? ''}` }),",
  ]),
  mutant('fcm: a refused service account taken for an outage', fcmTokens, [
    "return { outcome: 'rejected', reason: `Google refuses the service account: ${refused.error}`, scope: 'channel', };",
    "return { outcome: 'retry', reason: refused.error };",
  ]),
  mutant('fcm: a dead token kept', fcmOutcome, ["if (code === 'UNREGISTERED' || code ===", 'if (code ===']),
  mutant('fcm: Retry-After ignored', fcmOutcome, [
    "typeof retryAfter === 'string' ?",
    "typeof retryAfter === 'boolean' ?",
  ]),
  mutant('fcm: every cancel forgotten', fcm, [
    'async send({ target, message, signal }) {',
    "async send({ target, message, signal }) { if (message.kind === 'cancel') return { outcome: 'accepted' };",
  ]),

  mutant('twilio: a request more than one', twilioClient, [
    'const response = await fetch(url, {',
    "await fetch(url, { method: 'HEAD' }).catch(() => undefined); const response = await fetch(url, {",
  ]),
  mutant('twilio: an abort signal dropped', twilioClient, ['...(signal && { signal }),', '']),
  mutant('twilio: a signature that is not looked at', twilioCallbacks, [
    'if (!form.success || !signature) return false;',
    'if (form.success || !signature) return true;',
  ]),
  mutant('twilio: an exception on a junk callback', twilioCallbacks, [
    'const form = Form.safeParse(body).data;',
    'const form = Form.parse(body);',
  ]),
  mutant('twilio: an old call found', twilio, ['dateCreated.getTime() >= from', 'dateCreated.getTime() > 0']),
  mutant('twilio: a crashed call that is not found', twilio, [
    "return call && { outcome: 'accepted', externalId: call.sid };",
    "return call && { outcome: 'accepted' };",
  ]),
  mutant('twilio: nobody’s number kept', twilioOutcome, ['[21211, 21217, 21401]', '[21401]']),
  mutant('twilio: a bad auth token taken for a bad message', twilioOutcome, [
    "if (code in OURS) return { outcome: 'rejected', reason, scope: 'channel' };",
    "if (code in OURS) return { outcome: 'rejected', reason, scope: 'message' };",
  ]),
  mutant('twilio: its own words repeated', twilioOutcome, [
    'const reason = `Twilio ${code}:',
    'const reason = `${String(error)} ${code}:',
  ]),
  mutant('twilio: a hang-up that is not sent', twilio, [
    'return hungUp(api, message.externalId);',
    'return message.externalId;',
  ]),

  mutant('vonage: a signature that is not looked at', vonageCallbacks, [
    'verify: isGenuine,',
    'verify: () => true,',
  ]),
  mutant('vonage: an exception on a junk callback', vonageCallbacks, [
    'const state = State.safeParse(body).data;',
    'const state = State.parse(body);',
  ]),
  mutant('vonage: an old call found', vonage, ["{ date_start: from, order: 'desc',", "{ order: 'desc',"]),
  mutant('vonage: an abort signal dropped', vonage, ['...(signal && { signal }),', '']),
  mutant('vonage: a secret in an outcome', vonage, [
    'return outcomeOfError(error); } }, /** Vonage keeps',
    "return { outcome: 'retry', reason: settings.signatureSecret.reveal() }; } }, /** Vonage keeps",
  ]),
  mutant('vonage: nobody’s number kept', vonage, ['/^to\\b/.test(name)', '/^nobody/.test(name)']),
  mutant('vonage: a status ignored', vonage, [
    "if (outcome.outcome === 'accepted') { const made",
    "if (outcome.outcome !== 'retry') { const made",
  ]),

  mutant(
    'email: an abort signal dropped',
    email,
    ['untilAborted(async (): Promise<SendOutcome> => {', '((work) => work())(async () => {'],
    ['{ ...mail, signal }', 'mail'],
    ['}, signal),', '}),'],
  ),
  mutant('email: a dead address kept', emailOutcome, ['return isDead(failed) ?', 'return false ?']),
  mutant('email: a wrong password taken for a bad mail', emailOutcome, [
    "reason: `the mail server refuses user name or password${said}`, scope: 'channel'",
    "reason: `the mail server refuses user name or password${said}`, scope: 'message'",
  ]),
  mutant('email: the server’s own words repeated', emailOutcome, ["(${codes.join(' ')})", '(${response})']),

  mutant('webhook: a signature of nothing', webhook, ['signatureOf(body, secret', "signatureOf('', secret"]),
  mutant('webhook: an abort signal dropped', webhookPost, ['signal, timeout: PATIENCE_MS,', '']),
  mutant('webhook: a retry of its own', webhook, [
    'const { response, isForPeople } = await post({',
    'const again = { headers: {}, body: "{}", isTrusted: true, ca }; await post({ ...again, url, signal }); const { response, isForPeople } = await post({',
  ]),
  mutant('webhook: the key of an address in its route', webhook, ['new URL(url).host}`', 'url}`']),

  mutant('slack: a no that says 200 taken for a yes', slackOutcome, [
    'return answer.ok ?',
    'return answer.ok || answer.error ?',
  ]),
  mutant('slack: an archived channel kept', slackOutcome, ["['is_archived', 'channel_is_archived',", '[']),
  mutant('slack: a wrong token taken for a bad message', slackOutcome, [
    "reason: told(ACCOUNT[word]), scope: 'channel'",
    "reason: told(ACCOUNT[word]), scope: 'message'",
  ]),
  mutant('slack: an abort signal dropped', slack, ['...(signal && { signal }),', '']),

  mutant('mattermost: an abort signal dropped', mattermost, ['signal, headers:', 'headers:']),
  mutant('mattermost: Retry-After ignored', mattermostOutcome, [
    "if (outcome.outcome === 'retry') return outcome;",
    "if (outcome.outcome === 'retry') return { outcome: 'retry', reason: outcome.reason };",
  ]),
  mutant('mattermost: the key in an outcome', mattermost, [
    'return outcomeOfError(error);',
    "return { outcome: 'retry', reason: `${baseUrl}/hooks/${target.hookKey}` };",
  ]),

  mutant('teams: an abort signal dropped', teams, ['signal, headers:', 'headers:']),
  mutant('teams: a deleted workflow kept', teamsOutcome, [
    "if (code === 'WorkflowNotFound')",
    "if (code === 'Workflow')",
  ]),
];
