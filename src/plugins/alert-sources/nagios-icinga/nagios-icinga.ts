import {
  defineAlertSource,
  type Delivery,
  instantOf,
  linksOf,
  type Reading,
  said,
  type Signal,
  unreadable,
  webhookRoutes,
} from '../../kit/index.js';
import { isIcinga, type Notification, notificationOf } from './notification.js';
import { NagiosOptions } from './options.js';
import { SAMPLE } from './sample.js';
import { setup } from './setup.js';
import { isWell, severityIn, toldBy } from './states.js';

export const nagiosIcinga = defineAlertSource<NagiosOptions>({
  id: 'nagios-icinga',
  name: 'Nagios and Icinga',
  options: NagiosOptions,
  sample: SAMPLE,
  routes: webhookRoutes(
    '/webhooks/nagios-icinga',
    '/webhooks/nagios',
    '/webhooks/icinga2',
    '/webhooks/icinga',
  ),
  // Neither tries again; curl does, for half a minute, and then it is lost.
  retries: false,
  read({ body, receivedAt }, options) {
    const parsed = notificationOf(body);
    return parsed.success ? readingOf(parsed.data, options, receivedAt) : unreadable(parsed.error);
  },
  setup,
  install: { folder: import.meta.dirname, names: ['barry-nagios.cfg', 'barry-icinga2.conf'] },
});

function readingOf(event: Notification, options: NagiosOptions, now: Delivery['receivedAt']): Reading {
  const { action, isOver, warning } = toldBy(event.notification_type, event.state);
  const { host, service } = event;
  const changedAt = instantOf(event.last_state_change) ?? instantOf(event.timet);
  const signal: Signal = {
    action,
    dedupKey: service === undefined ? host : `${host}/${service}`,
    groupKey: options.group === 'host' ? `host:${host}` : undefined,
    title: titleOf(event),
    description: described(event),
    severity: severityIn(event.state, options.severities),
    sourceSeverity: event.state,
    component: service,
    host,
    teams: namesIn(event.team ?? event.host_team),
    labels: labelsOf(event),
    details: said(event),
    links: linksOf({ runbook: event.notes_url, source: linkOf(event, options.webUrl) }),
    startedAt: changedAt,
    endedAt: action === 'resolve' ? changedAt : undefined,
    until: action === 'snooze' && isOver ? now : undefined,
    actor: event.author,
    note: event.comment ?? flapping(event),
  };
  return { outcome: 'signals', signals: [signal], warnings: warning === undefined ? [] : [warning] };
}

/** "web01 / HTTP: connection refused": what fails, then the first line of what its check says. */
function titleOf({
  host,
  host_alias: alias,
  service,
  service_alias: serviceAlias,
  output,
  state,
}: Notification) {
  const what = [alias ?? host, serviceAlias ?? service].filter((name) => name !== undefined).join(' / ');
  const [line = ''] = (output ?? '').split('\n', 1);
  return [what, line.trim() === '' ? state : line].filter(Boolean).join(': ');
}

/** Nagios writes the line ends of the long text as a backslash and an n. */
const described = (event: Notification): string | undefined =>
  [event.output, isIcinga(event) ? event.long_output : event.long_output?.replaceAll('\\n', '\n')]
    .filter(Boolean)
    .join('\n')
    .trim() || undefined;

const flapping = ({ notification_type: type, state }: Notification): string | undefined =>
  /^FLAPPING/i.test(type ?? '')
    ? `${type ?? ''} (${isWell(state) ? 'well now' : (state ?? 'no state')})`
    : undefined;

const namesIn = (text: string | undefined): readonly string[] | undefined =>
  text
    ?.split(',')
    .map((name) => name.trim())
    .filter(Boolean);

const labelsOf = ({ hostgroups, servicegroups, address }: Notification): Record<string, string> =>
  Object.fromEntries(
    Object.entries({ hostgroups, servicegroups, address }).flatMap(([name, text]) =>
      text === undefined ? [] : [[name, text]],
    ),
  );

function linkOf(event: Notification, webUrl: string | undefined): string | undefined {
  if (webUrl === undefined) return undefined;
  const base = webUrl.replace(/\/$/, '');
  const { host, service } = event;
  const of = (names: Readonly<Record<string, string | undefined>>) =>
    new URLSearchParams(
      Object.entries(names).flatMap(([name, value]): [string, string][] => (value ? [[name, value]] : [])),
    ).toString();
  if (isIcinga(event))
    return service === undefined
      ? `${base}/icingadb/host?${of({ name: host })}`
      : `${base}/icingadb/service?${of({ name: service, 'host.name': host })}`;
  return `${base}/cgi-bin/extinfo.cgi?${of({ type: service === undefined ? '1' : '2', host, service })}`;
}
