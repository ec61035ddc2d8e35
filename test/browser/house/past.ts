import { Api } from './api.js';
import type { Person, TeamName, Who } from './world.js';

interface Founded {
  readonly people: Readonly<Record<Who, Person>>;
  readonly teams: Readonly<Record<TeamName, string>>;
  /** Of an integration that calls nobody. */
  readonly past: string;
}

const INCIDENTS: readonly {
  readonly team: TeamName;
  readonly title: string;
  readonly severity: string;
  readonly status?: string;
  readonly words: readonly (readonly [Who, string])[];
}[] = [
  {
    team: 'storage',
    title: 's3.tyo1 PUT が 503 を返す（約 4 %）',
    severity: 'critical',
    status: 'mitigated',
    words: [
      ['naoki', '03:02 から `PUT` の約 4 % が **503**。読み出しは正常です。'],
      [
        'sakura',
        '書き込みを osa1 に寄せました。\n\n- 容量は足りています\n- レプリカは 30 分で追いつく見込み',
      ],
      ['misaki', 'Thank you. Customers see no errors any more; I keep watching for half an hour.'],
    ],
  },
  {
    team: 'login',
    title: '証明書の期限切れ間近: login.example.jp',
    severity: 'warning',
    status: 'investigating',
    words: [['tom', 'Renewal failed because of the CAA record. Waiting for the DNS team.']],
  },
  {
    team: 'mail',
    title: 'Slow dashboard queries after Postgres 17.2',
    severity: 'info',
    words: [['daisuke', 'インデックスが使われていないようです。']],
  },
  {
    team: 'dns',
    title: 'NTP offset 140 ms, osa-gw2',
    severity: 'high',
    status: 'resolved',
    words: [['priya', 'The upstream was unplugged. Plugged in again.']],
  },
];

const UNOWNED = [
  ['Disk 91 % on backup-07', 'high'],
  ['NTP offset 40 ms, osa-gw1', 'warning'],
  ['heartbeat late: nightly-etl', 'unknown'],
] as const;

const SEVERITIES = ['critical', 'high', 'warning', 'warning', 'info', 'info'] as const;
const HOUR_MS = 3_600_000;

/** Something to look at: a night's alerts that rang nobody, and incidents in every state. */
export async function remember(origin: string, { people, teams, past }: Founded): Promise<void> {
  const by = (who: Who): Api => new Api(origin, people[who].token);
  for (const { team, title, severity, status, words } of INCIDENTS) {
    const { incidentId } = await by('misaki').post<{ incidentId: string }>('/incidents', {
      teamId: teams[team],
      title,
      severity,
    });
    for (const [who, text] of words) await by(who).post(`/incidents/${incidentId}/comments`, { text });
    const { version } = await by('misaki').get<{ version: number }>(`/incidents/${incidentId}`);
    if (status) await by('misaki').patch(`/incidents/${incidentId}`, { version, status });
  }
  const now = Date.now();
  for (let batch = 0; batch < 12; batch += 1) {
    const alerts = Array.from({ length: 1 + ((batch * 7) % 5) }, (_, i) =>
      resolvedAlert(batch, i, new Date(now - (batch * 2 + i * 0.2) * HOUR_MS)),
    );
    await by('misaki').deliver(past, delivery(`night-${batch}`, alerts));
  }
  const firing = UNOWNED.map(([title, severity], i) => ({
    ...resolvedAlert(99, i, new Date(now - (i + 1) * 0.3 * HOUR_MS)),
    status: 'firing',
    labels: { alertname: title, severity, service: 's3-tyo1', instance: `host-${i}` },
    annotations: { summary: title },
    endsAt: '0001-01-01T00:00:00Z',
  }));
  await by('misaki').deliver(past, delivery('unowned', firing));
}

function resolvedAlert(batch: number, i: number, at: Date) {
  const severity = SEVERITIES[(batch + i) % SEVERITIES.length];
  const alertname = `OSD ${batch}.${i} slow`;
  return {
    status: 'resolved',
    labels: { alertname, severity, service: 's3-tyo1', instance: `ceph-${batch}-${i}` },
    annotations: { summary: `${alertname}: 99th percentile over 2 s` },
    startsAt: at.toISOString(),
    endsAt: new Date(at.getTime() + 600_000).toISOString(),
    generatorURL: 'https://grafana.example.org/alerting/2/edit',
    fingerprint: Buffer.from(`${batch}.${i}`.padEnd(8, '_')).toString('hex'),
  };
}

const delivery = (group: string, alerts: readonly object[]): object => ({
  receiver: 'barry',
  status: 'firing',
  orgId: 1,
  groupKey: `{}:{alertname="${group}"}`,
  truncatedAlerts: 0,
  version: '1',
  externalURL: 'https://grafana.example.org/',
  groupLabels: {},
  commonLabels: {},
  commonAnnotations: {},
  alerts,
});
