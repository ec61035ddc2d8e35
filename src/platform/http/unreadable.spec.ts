import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { refuseUnreadable } from './unreadable.js';

const server = createServer((_, response) => response.end('never'));
server.on('clientError', refuseUnreadable);

beforeAll(() => new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve)));
afterAll(() => new Promise((resolve) => void server.close(resolve)));

const answerTo = (text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    let said = '';
    const line = connect((server.address() as AddressInfo).port, '127.0.0.1', () => line.write(text));
    line.on('data', (part) => (said += String(part)));
    line.on('close', () => resolve(said)).on('error', reject);
  });

it.each([
  ['no request at all', '\u0016\u0003\u0001\r\n\r\n', 400],
  ['two lengths', 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n', 400],
  [
    'a length and chunks',
    'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
    400,
  ],
  ['headers without an end', `GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(40_000)}\r\n\r\n`, 431],
])('answers %s in the form of everything else, and hangs up', async (_, text, status) => {
  const [head = '', body = ''] = (await answerTo(text)).split('\r\n\r\n');
  expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(head).toContain('content-type: application/problem+json');
  expect(JSON.parse(body)).toMatchObject({ status, code: `HTTP_${status}` });
});
