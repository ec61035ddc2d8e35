import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { addressed } from '../../kit/index.js';
import { deliveryOf } from '../../kit/testing/delivery.js';
import { nagiosIcinga } from './nagios-icinga.js';

const run = promisify(execFile);
const CURL = '/usr/bin/curl';
/** 7.71 knows --retry-all-errors; the commands name this very file. */
const [, major = 0, minor = 0] =
  /^curl (\d+)\.(\d+)/.exec(String(spawnSync(CURL, ['--version']).stdout)) ?? [];
const hasCurl = Number(major) > 7 || (Number(major) === 7 && Number(minor) >= 71);

/** Nobody may be woken too late, or a server opened, because a check says something unusual. */
const NASTY = `DISK 使用率 97% 'single' "double" \`id\` $(id) $HOME \\ & ; | <b> 100% ¥ ${'é'.repeat(3)} 📈 @file =x`;

interface Received {
  readonly path: string;
  readonly contentType: string;
  readonly body: string;
}

(hasCurl ? describe : describe.skip)('the published commands', () => {
  const received: Received[] = [];
  let answers: number[] = [];
  let server: Server;
  let origin: string;
  beforeAll(async () => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { url = '', headers } = request;
        received.push({
          path: url,
          contentType: headers['content-type'] ?? '',
          body: Buffer.concat(chunks).toString(),
        });
        response.writeHead(answers.shift() ?? 200).end('{"deliveryId":"d"}');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));
  beforeEach(() => {
    received.length = 0;
    answers = [];
  });

  const file = (name: string): string =>
    addressed(readFileSync(join(import.meta.dirname, 'install', name), 'utf8'), { origin, key: 'k3y' });
  const read = async ({ path, contentType, body }: Received) => {
    const { delivery } = deliveryOf(nagiosIcinga, {
      path,
      headers: { 'content-type': contentType },
      rawBody: body,
    });
    return nagiosIcinga.read(delivery, nagiosIcinga.options.parse({}));
  };
  const fieldsOf = ({ body }: Received) => Object.fromEntries(new URLSearchParams(body));

  describe('of Nagios', () => {
    /** What Nagios takes out of what checks and people say, and out of nothing else. */
    const cleaned = (text: string): string => text.replace(/[`~$&|'"<>]/g, '');
    const CLEANED = /OUTPUT|PERFDATA|AUTHOR|COMMENT/;
    /** As Nagios 4 fills a command line: what it does not know stays, and `$$` is one dollar. */
    const filled = (line: string, macros: Readonly<Record<string, string>>): string =>
      line.replace(/\$([A-Z0-9_]*)\$/g, (whole, name: string) => {
        if (name === '') return '$';
        const value = macros[name];
        return value === undefined ? whole : CLEANED.test(name) ? cleaned(value) : value;
      });
    const command = (name: string): string => {
      const [, line = ''] =
        new RegExp(`command_name +${name}\\n +command_line +(.*)\\n`).exec(file('barry-nagios.cfg')) ?? [];
      return line;
    };
    const notify = (
      name: string,
      macros: Readonly<Record<string, string>>,
      environment: Record<string, string> = {},
    ) => run('/bin/sh', ['-c', filled(command(name), macros)], { env: environment });
    const SERVICE = {
      NOTIFICATIONTYPE: 'PROBLEM',
      NOTIFICATIONAUTHOR: '',
      NOTIFICATIONCOMMENT: '',
      HOSTNAME: 'db01',
      HOSTADDRESS: '192.0.2.20',
      SERVICEDESC: 'ディスク /var',
      SERVICESTATE: 'CRITICAL',
      LASTSERVICESTATECHANGE: '1795331356',
      SERVICEOUTPUT: NASTY,
      LONGSERVICEOUTPUT: 'line 1\\nline 2',
      HOSTGROUPNAMES: 'dbs',
      SERVICENOTESURL: 'https://wiki.example.jp/disk?a=1&b=2',
      _SERVICETEAM: 'db-ops',
      TIMET: '1795331360',
    };

    it('send a problem of a service whole, whatever its check says', async () => {
      await notify('barry-service', SERVICE);
      expect(received).toHaveLength(1);
      expect(received[0]).toMatchObject({
        path: '/webhooks/nagios/k3y',
        contentType: 'application/x-www-form-urlencoded',
      });
      expect(await read(received[0] as Received)).toMatchObject({
        outcome: 'signals',
        signals: [
          {
            action: 'trigger',
            dedupKey: 'db01/ディスク /var',
            title: `db01 / ディスク /var: ${cleaned(NASTY)}`,
            description: `${cleaned(NASTY)}\nline 1\nline 2`,
            severity: 'critical',
            teams: ['db-ops'],
            links: [{ kind: 'runbook', url: 'https://wiki.example.jp/disk?a=1&b=2' }],
            startedAt: new Date('2026-11-22T07:09:16Z'),
          },
        ],
      });
    });

    it('send the alias of a host with its apostrophe where Nagios puts it into the environment, and else without', async () => {
      const macros = { ...SERVICE, HOSTALIAS: "Bob's 東京" };
      await notify('barry-service', macros, { NAGIOS_HOSTALIAS: `Bob's "東京" $(id)` });
      await notify('barry-host', { ...macros, HOSTSTATE: 'DOWN', HOSTOUTPUT: 'timeout' });
      expect(received.map(fieldsOf)).toMatchObject([
        { host_alias: `Bob's "東京" $(id)` },
        { host_alias: '' },
      ]);
      expect(await read(received[1] as Received)).toMatchObject({
        signals: [{ dedupKey: 'db01', title: 'db01: timeout', severity: 'critical' }],
      });
    });

    it('send who acknowledged and why, and run nothing of it', async () => {
      const comment = `it's mine; $(touch /nowhere) \`id\` "対応中"`;
      await notify('barry-service', {
        ...SERVICE,
        NOTIFICATIONTYPE: 'ACKNOWLEDGEMENT',
        NOTIFICATIONAUTHOR: "taro's",
        NOTIFICATIONCOMMENT: comment,
      });
      expect(await read(received[0] as Received)).toMatchObject({
        signals: [{ action: 'acknowledge', actor: 'taros', note: cleaned(comment) }],
      });
    });

    it('try again when Barry is busy', async () => {
      answers = [503, 200];
      await notify('barry-service', SERVICE);
      expect(received).toHaveLength(2);
    });

    it('have macros of Nagios only, each in single quotes', () => {
      for (const name of ['barry-host', 'barry-service']) {
        const line = command(name);
        for (const [argument = ''] of line.matchAll(/--data-urlencode ('[^']*'|"[^"]*")/g))
          expect(argument).toMatch(/ '\w+=[\w$/-]+'$| "\w+=\$\$NAGIOS_\w+"$/);
        expect(line).toContain('--retry 5 --retry-all-errors --max-time 10');
        expect((line.match(/'/g) ?? []).length % 2).toBe(0);
      }
    });
  });

  describe('of Icinga 2', () => {
    type Macros = Readonly<Record<string, string | readonly string[]>>;
    /** Icinga leaves an argument out whose macro is not there, and refuses a list within a text. */
    const value = (written: string, macros: Macros): string | undefined => {
      const [, prefix, list] =
        /^\{\{ "(\w+=)" \+ macro\("\$([\w.]+)\$"\)\.join\(","\) \}\}$/.exec(written) ?? [];
      if (prefix !== undefined) return prefix + (macros[list ?? ''] as readonly string[]).join(',');
      let isWhole = true;
      const text = written.slice(1, -1).replace(/\$([\w.]+)\$/g, (_, name: string) => {
        const given = macros[name];
        if (given !== undefined && typeof given !== 'string')
          throw new Error(`a list within a text: ${name}`);
        isWhole &&= given !== undefined;
        return given ?? '';
      });
      return isWhole ? text : undefined;
    };
    const argumentsOf = (name: string, macros: Macros): string[] => {
      const text = file('barry-icinga2.conf');
      const [, list = ''] = /command = \[([\s\S]*?)\]/.exec(text) ?? [];
      const [, own = ''] =
        new RegExp(
          `object NotificationCommand "${name}" \\{[\\s\\S]*?arguments = \\{([\\s\\S]*?)\\n {2}\\}`,
        ).exec(text) ?? [];
      const lines = own.trim().split('\n');
      return [
        ...Array.from(list.matchAll(/"([^"]*)"/g), ([, word = '']) => word),
        ...lines.flatMap((line) => {
          const [, key = '', written = ''] = /key = "([^"]+)", value = (.*) \}$/.exec(line) ?? [];
          const filled = value(written, macros);
          return filled === undefined ? [] : [key, filled];
        }),
      ];
    };
    const notify = async (name: string, macros: Macros): Promise<void> => {
      const [program = '', ...given] = argumentsOf(name, macros);
      await run(program, given);
    };
    const SERVICE: Macros = {
      'notification.type': 'PROBLEM',
      'notification.author': '',
      'notification.comment': '',
      'host.name': 'web01.tyo',
      'host.display_name': `Bob's "東京" Web $HOME`,
      address: '192.0.2.10',
      'service.name': 'http',
      'service.display_name': 'HTTP 応答',
      'service.state': 'CRITICAL',
      'service.state_type': 'HARD',
      'service.last_state': 'OK',
      'service.last_state_change': '1795331176',
      'service.check_attempt': '1',
      'service.max_check_attempts': '3',
      'service.output': `${NASTY}\n2行目`,
      'service.perfdata': '',
      'service.notes_url': 'https://wiki.example.jp/http',
      'host.state': 'UP',
      'host.groups': ['web', 'tokyo'],
      'service.groups': [],
      'host.vars.team': 'web-ops',
      'icinga.timet': '1795331180',
    };

    it('send a problem of a service whole, and every sign of it', async () => {
      await notify('barry-service', SERVICE);
      expect(received).toMatchObject([
        { path: '/webhooks/icinga2/k3y', contentType: 'application/x-www-form-urlencoded' },
      ]);
      expect(await read(received[0] as Received)).toMatchObject({
        signals: [
          {
            action: 'trigger',
            dedupKey: 'web01.tyo/http',
            title: `Bob's "東京" Web $HOME / HTTP 応答: ${NASTY}`,
            description: `${NASTY}\n2行目`,
            severity: 'critical',
            teams: ['web-ops'],
            labels: { hostgroups: 'web,tokyo', address: '192.0.2.10' },
            startedAt: new Date('2026-11-22T07:06:16Z'),
          },
        ],
      });
    });

    it('send a host that is down, and a recovery', async () => {
      const host = Object.fromEntries(
        Object.entries(SERVICE).map(([name, given]) => [name.replace('service.', 'host.'), given]),
      );
      const macros = { ...host, 'host.name': 'web01.tyo', 'host.groups': ['web'], 'host.output': 'timeout' };
      await notify('barry-host', { ...macros, 'host.state': 'DOWN' });
      await notify('barry-host', { ...macros, 'host.state': 'UP', 'notification.type': 'RECOVERY' });
      const readings = await Promise.all(received.map(read));
      expect(readings).toMatchObject([
        { signals: [{ action: 'trigger', dedupKey: 'web01.tyo', severity: 'critical' }] },
        { signals: [{ action: 'resolve', dedupKey: 'web01.tyo' }] },
      ]);
    });

    it('try again when Barry is busy, each for ten seconds at most', async () => {
      answers = [503, 200];
      await notify('barry-service', SERVICE);
      expect(received).toHaveLength(2);
      expect(argumentsOf('barry-service', SERVICE).join(' ')).toContain(
        '--retry 5 --retry-all-errors --max-time 10',
      );
    });
  });
});
