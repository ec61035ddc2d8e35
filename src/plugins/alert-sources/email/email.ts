import {
  decoded,
  defineAlertSource,
  type Delivery,
  fitsGlob,
  ignored,
  isRecord,
  type Link,
  linksOf,
  type Reading,
  type Severity,
  severityOf,
  type Signal,
  signals,
  unreadable,
  webhookRoutes,
} from '../../kit/index.js';
import { type Mail, mailOf } from './mail.js';
import { EmailOptions } from './options.js';
import { postedIn } from './posted.js';
import { SAMPLE } from './sample.js';
import { setup } from './setup.js';
import { stateOf, type Subject, subjectOf } from './subject.js';

const LARGEST_MAIL = 10 * 1024 * 1024;
const MAX_TITLE = 200;
const MAX_NOTE = 1000;

export const email = defineAlertSource<EmailOptions>({
  id: 'email',
  name: 'E-mail',
  options: EmailOptions,
  sample: SAMPLE,
  routes: [
    // One address per integration: KEY@alerts.example.jp, with an alert's own key after a plus sign.
    {
      method: 'SMTP',
      path: '/:recipient',
      kind: 'signals',
      largestBody: LARGEST_MAIL,
      credential: ({ params }) => localPart(params['recipient'] ?? '')[0]?.toLowerCase() || undefined,
    },
    ...webhookRoutes('/webhooks/email').map((route) => ({ ...route, largestBody: LARGEST_MAIL })),
  ],
  // A mail server tries for days.
  retries: true,
  async read(delivery, options) {
    const sent = await mailIn(delivery);
    if (sent === 'nothing') return ignored('the message is empty');
    if (sent === undefined) return unreadable('this is no mail');
    const { mail, recipient } = sent;
    if (isAutomatic(mail)) return ignored('an automatic reply or a bounce');
    if (options.senders.length > 0 && !options.senders.some((pattern) => fitsGlob(mail.from, pattern)))
      return ignored('it is of a sender that may not write here');
    if (options.ignoreSubjects.some((pattern) => fitsGlob(mail.subject, pattern)))
      return ignored('its subject means nothing here');
    return readingOf(mail, localPart(recipient)[1], options);
  },
  setup,
});

async function mailIn({ body, rawBody, params }: Delivery) {
  if (rawBody.length === 0) return 'nothing';
  // What a provider posts is a form or JSON; a mail itself is neither.
  if (isRecord(body)) return postedIn(body);
  const mail = await mailOf(rawBody);
  return mail && { mail, recipient: params['recipient'] ?? '' };
}

function readingOf(mail: Mail, tag: string | undefined, options: EmailOptions): Reading {
  const subject = subjectOf(mail.subject);
  const state = stateOf(mail.subject, subject, options);
  const dedupKey = keyOf(mail, tag, subject, options);
  const deliveryId = mail.messageId && `${mail.messageId} ${tag ?? ''}`.trim();
  if (state === 'note' && dedupKey !== undefined)
    return signals({
      action: 'note',
      dedupKey,
      note: mail.text.slice(0, MAX_NOTE) || mail.subject,
      deliveryId,
    });
  const isOver = state === 'well' && dedupKey !== undefined;
  const word = lineIn(mail.text, 'severity|priority|重大度|深刻度|優先度|レベル');
  const team = lineIn(mail.text, 'team|チーム');
  const signal: Signal = {
    action: isOver ? 'resolve' : 'trigger',
    kind: isTest(mail) ? 'test' : 'problem',
    dedupKey,
    title: mail.subject || firstLine(mail.text) || undefined,
    description: mail.text || undefined,
    severity: severityOf(word, { ...ZABBIX_JA, ...options.severities }) ?? severityIn(subject, options),
    sourceSeverity: word,
    service: lineIn(mail.text, 'service|サービス'),
    host: lineIn(mail.text, 'host|hostname|ホスト|ホスト名'),
    teams: team === undefined ? undefined : [team],
    labels: mail.from ? { from: mail.from } : {},
    details: mail.attachments.length > 0 ? { attachments: [...mail.attachments] } : undefined,
    links: linksIn(mail.text),
    ...(isOver ? { endedAt: mail.sentAt } : { startedAt: mail.sentAt }),
    deliveryId,
  };
  return signals(signal);
}

/** What the sender put behind a plus sign, else the thread, else the subject without its state. */
function keyOf(
  { threads }: Mail,
  tag: string | undefined,
  { bare }: Subject,
  { useThreads }: EmailOptions,
): string | undefined {
  if (tag) return `tag:${tag}`;
  const [thread] = threads;
  if (useThreads && thread !== undefined) return `thread:${thread}`;
  return bare ? `subject:${bare.toLowerCase()}` : undefined;
}

/** The part before the at, and what is behind its plus sign. */
function localPart(recipient: string): readonly [string | undefined, string | undefined] {
  const [, name, tag] = /^([^+@]{1,200})(?:\+([^@]{1,200}))?@/.exec(decoded(recipient)) ?? [];
  return [name, tag];
}

/** Monitors call their mails "auto-generated", and are meant; replies of machines and bounces are not. */
const isAutomatic = ({ header }: Mail): boolean =>
  /auto-replied/i.test(header('auto-submitted')) ||
  /^multipart\/report/i.test(header('content-type')) ||
  /^auto_reply$/i.test(header('precedence')) ||
  ['x-autoreply', 'x-autorespond', 'x-failed-recipients'].some((name) => header(name) !== '');

/** Zabbix tries its media type out with these words. */
const isTest = ({ subject, text }: Mail): boolean =>
  subject === 'Test subject' && /^This is the test message from Zabbix/.test(text);

/** As Zabbix calls its severities in Japanese. */
const ZABBIX_JA: Readonly<Record<string, Severity>> = {
  致命的な障害: 'critical',
  重度の障害: 'high',
  軽度の障害: 'warning',
  未分類: 'unknown',
};

function severityIn({ words }: Subject, { severity, severities }: EmailOptions): Severity {
  const known = words
    .filter((word) =>
      /^(critical|crit|warning|warn|emergency|major|minor|警告|注意|重大|緊急|危険)$/.test(word),
    )
    .map((word) => severityOf(word, { 危険: 'critical', 注意: 'warning', ...severities }));
  return known.find(Boolean) ?? severity;
}

/** "Severity: High" on a line of its own. */
const lineIn = (text: string, names: string): string | undefined =>
  new RegExp(`^[ \\t]{0,20}(?:${names})[ \\t]{0,20}[:：=][ \\t]{0,20}(\\S.{0,199})$`, 'im')
    .exec(text)?.[1]
    ?.trim();

const linksIn = (text: string): readonly Link[] =>
  linksOf({ source: /https?:\/\/[^\s<>"'\])}）」、。]{1,1000}/.exec(text)?.[0] });

function firstLine(text: string): string {
  const [line = ''] = text.split('\n', 1);
  return line.length > MAX_TITLE ? `${line.slice(0, MAX_TITLE - 1)}…` : line;
}
