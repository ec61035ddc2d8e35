import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ManualClock } from '../../src/platform/clock/manual-clock.js';
import { Outside } from '../../src/platform/outside/outside.js';
import { FarAway, KnownNames } from '../harness/far-away.js';

const NAME = 'files.example.com';
const HOSTS = /^files\.example\.com$/;
const HERE = ['127.0.0.0/8'];

describe('an address that a stranger has named', () => {
  let far: FarAway;
  const names = new KnownNames();
  const clock = new ManualClock();
  const get = (url: string, allowed: readonly string[] = HERE) =>
    new Outside(names, clock, allowed).get(url, HOSTS);

  beforeAll(async () => {
    far = await FarAway.start(NAME);
  });
  afterAll(() => far.stop());
  beforeEach(() => {
    far.asked.length = 0;
    far.answer = (_request, response) => response.end('hello');
    names.known.clear();
    names.known.set(NAME, far.places);
  });

  it('is asked under its own name, where it is one that is expected', async () => {
    expect(await get(`https://${NAME}/a.pem?b=c`)).toEqual({
      outcome: 'answered',
      status: 200,
      text: 'hello',
    });
    expect(far.asked).toEqual([`${NAME}/a.pem?b=c`]);
  });

  it.each([
    ['another host', 'https://evil.example/'],
    ['the host in another', `https://${NAME}.evil.example/`],
    ['another port', `https://${NAME}:8443/`],
    ['a name and password', `https://me:you@${NAME}/`],
    ['the host as a name before another', `https://${NAME}@evil.example/`],
    ['without TLS', `http://${NAME}/`],
    ['no address', 'x'],
  ])('is not asked: %s', async (_what, url) => {
    names.known.set('evil.example', far.places);
    expect(await get(url)).toMatchObject({ outcome: 'refused' });
    expect(far.asked).toEqual([]);
  });

  it('is not asked where its name leads into a network of ours, in whichever place of the list', async () => {
    expect(await get(`https://${NAME}/`, [])).toMatchObject({ outcome: 'refused' });
    names.known.set(NAME, [...far.places, { address: '10.1.2.3', port: 443 }]);
    expect(await get(`https://${NAME}/`)).toMatchObject({ outcome: 'refused' });
    expect(far.asked).toEqual([]);
  });

  it('is asked at its next place where the first does not answer', async () => {
    names.known.set(NAME, [{ address: '127.0.0.1', port: 1 }, ...far.places]);
    expect(await get(`https://${NAME}/`)).toMatchObject({ outcome: 'answered' });
  });

  it('leads no further: a redirect is an answer like any other', async () => {
    far.answer = (_request, response) => response.writeHead(302, { location: `https://${NAME}/b` }).end();
    expect(await get(`https://${NAME}/a`)).toMatchObject({ outcome: 'answered', status: 302 });
    expect(far.asked).toEqual([`${NAME}/a`]);
  });

  it('is not believed with the certificate of somebody else', async () => {
    names.known.set('other.example.com', far.places);
    const answer = await new Outside(names, clock, HERE).get(
      'https://other.example.com/',
      /^other\.example\.com$/,
    );
    expect(answer).toEqual({ outcome: 'unreachable', reason: 'ERR_TLS_CERT_ALTNAME_INVALID' });
    expect(far.asked).toEqual([]);
  });

  it('is given up where the name is not found, nobody listens, or the answer does not end', async () => {
    names.known.delete(NAME);
    expect(await get(`https://${NAME}/`)).toEqual({ outcome: 'unreachable', reason: 'ENOTFOUND' });
    names.known.set(NAME, [{ address: '127.0.0.1', port: 1 }]);
    expect(await get(`https://${NAME}/`)).toEqual({ outcome: 'unreachable', reason: 'ECONNREFUSED' });
    names.known.set(NAME, far.places);
    far.answer = (_request, response) => response.end('x'.repeat(64 * 1024 + 1));
    expect(await get(`https://${NAME}/`)).toMatchObject({
      outcome: 'unreachable',
      reason: expect.stringMatching(/large/),
    });
  });

  it('is given up after three seconds', async () => {
    const heard = new Promise<void>((resolve) => {
      far.answer = () => resolve();
    });
    const answer = get(`https://${NAME}/`);
    await heard;
    clock.moveTo(clock.nowMs() + 3_000);
    expect(await answer).toEqual({ outcome: 'unreachable', reason: 'no answer within 3000 ms' });
  });
});
