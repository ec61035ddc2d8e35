import { expect, it } from '@jest/globals';
import { appLogger } from './logger.js';

function lineOf(act: (log: ReturnType<typeof appLogger>) => void): Record<string, unknown> {
  const lines: string[] = [];
  act(appLogger('info', { write: (line) => void lines.push(line) }));
  return JSON.parse(lines[0] ?? '{}') as Record<string, unknown>;
}

it('says what a line is about, beside the failure', () => {
  const line = lineOf((log) =>
    log.error(
      { err: new Error('no room'), chore: 'auditor', times: 3, isLate: true },
      'a chore failed',
      'Chores',
    ),
  );
  expect(line).toMatchObject({
    context: 'Chores',
    msg: 'a chore failed',
    chore: 'auditor',
    times: 3,
    isLate: true,
    error: { message: 'no room' },
  });
});

it('cuts keys and tokens wherever they stand, and leaves out what is nested', () => {
  const line = lineOf((log) =>
    log.warn(
      {
        url: '/webhooks/grafana/s3cretkey',
        token: 'barry_t_abc',
        at: 'GET /ping/s3cretkey?x=1',
        body: { password: 'x' },
      },
      'refused barry_t_abc',
    ),
  );
  expect(line).toMatchObject({
    url: '/webhooks/grafana/…',
    token: 'barry_…',
    at: 'GET /ping/…?x=1',
    msg: 'refused barry_…',
  });
  expect(line).not.toHaveProperty('body');
});
