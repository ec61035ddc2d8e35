import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ClientReadableStream, Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { EventView, timeline } from '../../src/modules/timeline/index.js';
import { EventLog } from '../../src/platform/events/event-log.js';
import { grpcReply } from '../../src/platform/wire/grpc-codec.js';
import { House } from '../harness/house.js';
import type { Json } from '../harness/json.js';
import { firstAdmin, makePerson, makeTeam, PASSWORD, type Person } from '../harness/world.js';

const HOUSE_MS = 60_000;
/** The promise. */
const AT_MOST_MS = 5_000;

interface Followed {
  readonly kinds: string[];
  /** The closing event, or the status; with when it came, on the clock of this machine. */
  readonly ended: Promise<{ readonly code: string | number; readonly atMs: number }>;
  close(): void;
}

describe('open streams', () => {
  let house: House;
  let other: House;
  let admin: Person;
  const open: Followed[] = [];

  beforeAll(async () => {
    house = await House.start();
    other = await House.start({ joins: house });
    admin = await firstAdmin(house);
  }, HOUSE_MS);
  afterAll(async () => {
    for (const followed of open) followed.close();
    await other.stop();
    await house.stop();
  });

  const sse = async (at: House, token: string): Promise<Followed> => {
    const cut = new AbortController();
    const answer = await fetch(`${at.origin}/api/v1/events?after=${await last()}`, {
      headers: { authorization: `Bearer ${token}` },
      signal: cut.signal,
    });
    expect(answer.status).toBe(200);
    const kinds: string[] = [];
    const read = async (): Promise<{ code: string; atMs: number }> => {
      let text = '';
      let code = '';
      for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
        text += new TextDecoder().decode(chunk);
        const blocks = text.split('\n\n');
        text = blocks.pop() ?? '';
        for (const block of blocks) {
          const data = /^data: (.*)$/m.exec(block)?.[1];
          if (data === undefined) continue;
          const said = JSON.parse(data) as Json;
          if (/^event: closed$/m.test(block)) code = said['code'];
          else note(kinds, said);
        }
      }
      return { code, atMs: performance.now() };
    };
    return kept({ kinds, ended: read().catch(() => ({ code: 'cut', atMs: NaN })), close: () => cut.abort() });
  };

  const watch = async (at: House, token: string): Promise<Followed> => {
    const metadata = new Metadata();
    metadata.set('authorization', `Bearer ${token}`);
    const stub = at.wire.stub(timeline.ListTimeline) as unknown as {
      Watch(request: object, metadata: Metadata): ClientReadableStream<unknown>;
    };
    const stream = stub.Watch({ after: await last() }, metadata);
    const kinds: string[] = [];
    stream.on('data', (message: unknown) => note(kinds, grpcReply(EventView, message) as Json));
    const ended = new Promise<{ code: number; atMs: number }>((resolve) => {
      stream.on('error', (error: ServiceError) => resolve({ code: error.code, atMs: performance.now() }));
      stream.on('end', () => resolve({ code: status.OK, atMs: performance.now() }));
    });
    return kept({ kinds, ended, close: () => stream.cancel() });
  };

  /** What the test said; the house says more. */
  const note = (kinds: string[], event: Json): void => {
    const kind = String(event['kind']);
    if (kind.startsWith('test.')) kinds.push(kind);
  };
  const kept = (followed: Followed): Followed => {
    open.push(followed);
    return followed;
  };
  const last = async (): Promise<string> => {
    const [row] = await house.query<{ last: string }>('select last from event_positions');
    return row?.last ?? '';
  };
  const say = (kind: string): Promise<void> => house.get(EventLog).append([{ kind, at: house.clock.now() }]);
  const heard = async (followed: Followed, kind: string): Promise<void> => {
    while (!followed.kinds.includes(kind)) await new Promise((resolve) => setImmediate(resolve));
  };
  /** On both wires of both processes; each has heard something, so each of them stands. */
  const everywhere = async (token: string, mark: string): Promise<readonly Followed[]> => {
    const all = await Promise.all([
      sse(house, token),
      watch(house, token),
      sse(other, token),
      watch(other, token),
    ]);
    await say(mark);
    await house.settle();
    await Promise.all(all.map((followed) => heard(followed, mark)));
    return all;
  };
  const endedRightly = async (streams: readonly Followed[], sinceMs: number): Promise<void> => {
    const ends = await Promise.all(streams.map(({ ended }) => ended));
    expect(ends.map(({ code }) => code)).toEqual([
      'UNAUTHENTICATED',
      status.UNAUTHENTICATED,
      'UNAUTHENTICATED',
      status.UNAUTHENTICATED,
    ]);
    for (const { atMs } of ends) expect(atMs - sinceMs).toBeLessThan(AT_MOST_MS);
  };

  const signedInAgain = async (person: Person): Promise<string> =>
    (await house.ok('POST', '/sign-in', { email: person.email, password: PASSWORD }))['token'] as string;
  const newToken = async (person: Person): Promise<{ secret: string; tokenId: string }> => {
    const given = { name: 'script', scopes: ['read'], expiresInDays: 30 };
    const { secret, token } = await house.ok('POST', '/tokens', given, person.token);
    return { secret, tokenId: token.tokenId };
  };

  it('end when the session is signed out, and only those of that session', async () => {
    const mio = await makePerson(house, admin, 'Mio');
    const [gone, stays] = [await signedInAgain(mio), await sse(house, mio.token)];
    const streams = await everywhere(gone, 'test.before');
    const sinceMs = performance.now();
    await house.ok('POST', '/sign-out', {}, gone);
    await say('test.after');
    await house.settle();
    await endedRightly(streams, sinceMs);
    await heard(stays, 'test.after');
    // What was said after the change reached nobody who had lost the right to it, in either process.
    for (const { kinds } of streams) expect(kinds).toEqual(['test.before']);
  });

  it('end when an API token is revoked', async () => {
    const haru = await makePerson(house, admin, 'Haru');
    const { secret, tokenId } = await newToken(haru);
    const streams = await everywhere(secret, 'test.token');
    const sinceMs = performance.now();
    await house.ok('DELETE', `/tokens/${tokenId}`, undefined, haru.token);
    await say('test.late');
    await house.settle();
    await endedRightly(streams, sinceMs);
    for (const { kinds } of streams) expect(kinds).toEqual(['test.token']);
  });

  it('end when the device is removed', async () => {
    const ren = await makePerson(house, admin, 'Ren');
    const phone = await house.phones.enrol(house, ren.token, 'phone-ren');
    const streams = await everywhere(phone.token, 'test.device');
    const sinceMs = performance.now();
    await house.ok('DELETE', `/devices/${phone.deviceId}`, undefined, admin.token);
    await say('test.late');
    await house.settle();
    await endedRightly(streams, sinceMs);
    for (const { kinds } of streams) expect(kinds).not.toContain('test.late');
  });

  it('end when the user is disabled, whatever they came with', async () => {
    const sora = await makePerson(house, admin, 'Sora');
    const streams = await everywhere(sora.token, 'test.user');
    const user = await house.ok('GET', `/users/${sora.userId}`, undefined, admin.token);
    const sinceMs = performance.now();
    const change = { version: user['version'], disabled: true };
    await house.ok('PATCH', `/users/${sora.userId}`, change, admin.token);
    await say('test.late');
    await house.settle();
    await endedRightly(streams, sinceMs);
    for (const { kinds } of streams) expect(kinds).toEqual(['test.user']);
  });

  it('end by themselves when the time of the credential is over, without any news', async () => {
    const yui = await makePerson(house, admin, 'Yui');
    const { secret, tokenId } = await newToken(yui);
    const streams = await everywhere(secret, 'test.expiry');
    await house.query(`update api_tokens set expires_at = $2 where id = $1`, [
      tokenId,
      new Date(house.clock.nowMs() + 2_000),
    ]);
    await house.advance(1);
    await say('test.still');
    await house.settle();
    await Promise.all(streams.map((followed) => heard(followed, 'test.still')));
    await house.advance(1);
    await endedRightly(streams, performance.now());
  });

  it('go on when a role or a membership changes that takes nothing of what they show', async () => {
    const aoi = await makePerson(house, admin, 'Aoi');
    const teamId = await makeTeam(house, admin, 'aoi-team', [[aoi, 'responder']]);
    const streams = await everywhere(aoi.token, 'test.role');
    const user = await house.ok('GET', `/users/${aoi.userId}`, undefined, admin.token);
    const change = { version: user['version'], role: 'read-only' };
    await house.ok('PATCH', `/users/${aoi.userId}`, change, admin.token);
    await house.ok('DELETE', `/teams/${teamId}/members/${aoi.userId}`, undefined, admin.token);
    await say('test.goes-on');
    await house.settle();
    await Promise.all(streams.map((followed) => heard(followed, 'test.goes-on')));
  });
});
