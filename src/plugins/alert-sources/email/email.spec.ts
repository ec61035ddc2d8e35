import { describe, expect, it } from '@jest/globals';
import { alertSourceContract } from '../../kit/testing/alert-source-contract.js';
import { costOf } from '../../kit/testing/cost.js';
import { deliveryOf } from '../../kit/testing/delivery.js';
import { email } from './email.js';
import { stateOf, subjectOf } from './subject.js';

alertSourceContract(email, import.meta.dirname);

const options = email.options.parse({});
const stateIn = (subject: string) => stateOf(subject, subjectOf(subject), options);

describe('a problem and its recovery have one name', () => {
  it.each([
    ['Problem: CPU', 'Resolved in 1h 2m 6s: CPU'],
    ['Problem: CPU', 'Resolved: CPU'],
    ['[FIRING:2] DiskFull (db critical)', '[RESOLVED] DiskFull (db critical)'],
    ['[FIRING:1] DiskFull (critical)', '[RESOLVED] DiskFull (critical)'],
    ['[Alerting] Disk full', '[OK] Disk full'],
    ['** PROBLEM Service Alert: web1/HTTP is CRITICAL **', '** RECOVERY Service Alert: web1/HTTP is OK **'],
    ['** PROBLEM Host Alert: web1 is DOWN **', '** RECOVERY Host Alert: web1 is UP **'],
    ['[PROBLEM] Ping on web1 is CRITICAL!', '[RECOVERY] Ping on web1 is OK!'],
    ['ALARM: "disk" in Asia Pacific (Tokyo)', 'OK: "disk" in Asia Pacific (Tokyo)'],
    ['Monitor is DOWN: shop', 'Monitor is UP: shop'],
    ['DOWN alert: shop', 'UP alert: shop'],
    ['[Monitor Alert] Triggered: queue', '[Monitor Alert] Recovered: queue'],
    ['queue - DOWN', 'queue - UP'],
    ['Re: [PROBLEM] queue', 'Fwd: [RESOLVED] queue'],
    ['【障害】東京 MX サーバ', '【復旧】東京 MX サーバ'],
    ['【障害発生】東京 MX サーバ', '【障害復旧のお知らせ】東京 MX サーバ'],
    ['[監視] 障害: 東京 MX サーバ', '[監視] 復旧: 東京 MX サーバ'],
    ['【重大】東京 MX サーバ 障害発生', '【重大】東京 MX サーバ 障害復旧'],
    ['東京 MX サーバ（異常）', '東京 MX サーバ（正常）'],
    ['警告：ディスク残量', '回復：ディスク残量'],
  ])('%s / %s', (problem, recovery) => {
    expect(subjectOf(recovery).bare).toBe(subjectOf(problem).bare);
    expect([stateIn(problem), stateIn(recovery)]).toEqual(['ill', 'well']);
  });
});

describe('what only sounds like good news wakes somebody', () => {
  it.each([
    'The name could not be resolved',
    'Disk of db-2 will fill up',
    'The load of web1 is up',
    'web1 is not OK',
    'System status NOT OK',
    '[OK -> CRITICAL] disk',
    '[CRITICAL] disk',
    'Service has not recovered',
    '東京 MX サーバは復旧していません',
    '未復旧の障害があります',
    '復旧作業が必要です',
    'resolved',
    '',
  ])('%s', (subject) => expect(stateIn(subject)).toBe('ill'));
});

it('takes the subjects for good news that its operator names', () => {
  const own = email.options.parse({ resolveSubjects: ['*all clear*', 'ENDE *'] });
  for (const subject of ['Zone 3: All Clear now', 'Ende Alarm 7'])
    expect(stateOf(subject, subjectOf(subject), own)).toBe('well');
});

describe('an enemy with ten megabytes', () => {
  const head = 'From: a@b\r\nSubject: x\r\n';
  const html = `${head}Content-Type: text/html\r\n\r\n`;
  it.each([
    ['nested elements', html + '<div>'.repeat(2_000_000)],
    ['many elements', html + '<b>x</b>'.repeat(1_000_000)],
    ['open brackets', html + '<'.repeat(5_000_000)],
    ['cells', html + '</td>'.repeat(2_000_000)],
    ['a long line', `${head}\r\n${'Severity '.repeat(1_000_000)}`],
    ['spaces', `${head}\r\n${'Host: '.padEnd(5_000_000)}x`],
    ['a long subject', `From: a@b\r\nSubject: ${'[OK] '.repeat(100_000)}\r\n\r\nx`],
    ['brackets in the subject', `From: a@b\r\nSubject: ${'【('.repeat(100_000)}\r\n\r\nx`],
    ['references', `From: a@b\r\nReferences: ${'<a'.repeat(400_000)}\r\n\r\nx`],
    [
      'parts',
      `${head}Content-Type: multipart/mixed; boundary=q\r\n\r\n${'--q\r\n\r\nx\r\n'.repeat(300_000)}`,
    ],
  ])('keeps nobody waiting: %s', async (_name, rawBody) => {
    const { delivery } = deliveryOf(email, {
      path: '/k@x',
      headers: { 'content-type': 'message/rfc822' },
      rawBody,
    });
    expect(await costOf(() => Promise.resolve(email.read(delivery, options)), 1_000)).toBeLessThan(1_000);
  });
});
