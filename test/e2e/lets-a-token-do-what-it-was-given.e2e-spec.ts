import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ClientReadableStream, Metadata } from '@grpc/grpc-js';
import { API_MODULES, TOKEN_SCOPES } from '../../src/platform/auth/scopes.rules.js';
import { EventLog } from '../../src/platform/events/event-log.js';
import { EventView, timeline } from '../../src/modules/timeline/index.js';
import { allOperations, allStreams } from '../../src/operations.js';
import { grpcReply } from '../../src/platform/wire/grpc-codec.js';
import { Chores } from '../../src/platform/clock/chores.js';
import { House } from '../harness/house.js';
import type { Json } from '../harness/json.js';
import { firstAdmin, makePerson, makeTeam, type Person } from '../harness/world.js';

const DAY_S = 86_400;

describe('an API token', () => {
  let house: House;
  let admin: Person;
  let teamId: string;

  beforeAll(async () => {
    house = await House.start();
    admin = await firstAdmin(house);
    teamId = await makeTeam(house, admin, 'mail', [[admin, 'owner']]);
  }, 60_000);
  afterAll(() => house.stop());

  const made = (scopes: readonly string[], more: object = {}, by = admin): Promise<Json> =>
    house.ok('POST', '/tokens', { name: 'Script', scopes, expiresInDays: 30, ...more }, by.token);
  const secretOf = async (...scopes: readonly string[]): Promise<string> => (await made(scopes))['secret'];
  const mine = async (tokenId: string): Promise<Json> =>
    (await house.ok('GET', '/tokens', undefined, admin.token))['tokens'].find(
      (one: Json) => one['tokenId'] === tokenId,
    );
  const status = async (token: string, path = '/alerts'): Promise<number> =>
    (await house.rest('GET', path, undefined, token)).status;

  it('can be given every module that there is, and nothing that is no module', () => {
    const modules = new Set([...allOperations, ...allStreams].map(({ module }) => module));
    expect([...API_MODULES].sort()).toEqual([...modules].sort());
    expect(TOKEN_SCOPES).toContain('escalation:ring');
  });

  it('enters the modules it was given, by both wires, and no other', async () => {
    const reader = await secretOf('alerts:read');
    expect(await status(reader)).toBe(200);
    expect(await status(reader, '/incidents')).toBe(403);
    expect((await house.grpc('ListAlerts', {}, reader)).ok).toBe(true);
    expect(await house.grpc('ListIncidents', {}, reader)).toMatchObject({ ok: false, code: 'FORBIDDEN' });
    const alert = { title: 'Disk', team: 'mail', severity: 'info' };
    expect((await house.rest('POST', '/alerts', alert, reader)).status).toBe(403);
    const writer = await secretOf('alerts:write', 'incidents:read');
    expect((await house.rest('POST', '/alerts', alert, writer)).status).toBe(201);
    expect(await status(writer)).toBe(403);
    expect(await status(writer, '/incidents')).toBe(200);
    const incident = { teamId, title: 'Disk' };
    expect((await house.rest('POST', '/incidents', incident, writer)).status).toBe(403);
  });

  it('rings only where it was given that, and a wide scope still holds everywhere', async () => {
    const start = { userIds: [admin.userId], title: 'Ring' };
    const writes = await secretOf('escalation:write', 'escalation:read');
    expect((await house.rest('POST', '/escalations', start, writes)).status).toBe(403);
    const rings = await secretOf('escalation:ring');
    expect((await house.rest('POST', '/escalations', start, rings)).status).toBe(201);
    expect((await house.rest('POST', '/escalations', start, await secretOf('ring'))).status).toBe(201);
    expect(await status(await secretOf('read'), '/incidents')).toBe(200);
  });

  it('says what it was given, and sees neither sessions nor tokens without that', async () => {
    const reader = await secretOf('alerts:read');
    const me = await house.ok('GET', '/me', undefined, reader);
    expect(me).toMatchObject({ credential: 'token', scopes: ['alerts:read'], rights: [] });
    expect(await status(reader, '/sessions')).toBe(403);
    expect(await status(reader, '/tokens')).toBe(403);
    expect(await status(await secretOf('access:read'), '/tokens')).toBe(200);
  });

  it('hears on both wires of nothing that it may not read, and finds no more in the timeline', async () => {
    const token = await secretOf('timeline:read', 'incidents:read');
    const blind = await secretOf('alerts:read');
    expect(await status(blind, '/events')).toBe(403);
    const heard: string[] = [];
    const kept = (event: Json): void => void heard.push(`${event['kind']}`);
    const cut = new AbortController();
    const answer = await fetch(`${house.origin}/api/v1/events`, {
      headers: { authorization: `Bearer ${token}` },
      signal: cut.signal,
    });
    const read = (async () => {
      let text = '';
      for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
        text += new TextDecoder().decode(chunk);
        const blocks = text.split('\n\n');
        text = blocks.pop() ?? '';
        for (const block of blocks) {
          const data = /^data: (.*)$/m.exec(block)?.[1];
          if (data !== undefined) kept(JSON.parse(data) as Json);
          if (heard.includes('incident.last')) return;
        }
      }
    })();
    const metadata = new Metadata();
    metadata.set('authorization', `Bearer ${token}`);
    const stub = house.wire.stub(timeline.ListTimeline) as unknown as {
      Watch(request: object, metadata: Metadata): ClientReadableStream<unknown>;
    };
    const stream = stub.Watch({}, metadata);
    const byGrpc: string[] = [];
    const ended = new Promise<void>((resolve) => {
      stream.on('data', (message: unknown) => {
        const event = grpcReply(EventView, message) as Json;
        byGrpc.push(event['kind']);
        if (event['kind'] === 'incident.last') resolve();
      });
      stream.on('error', () => resolve());
    });
    await new Promise<void>((resolve) => stream.once('metadata', () => resolve()));
    const at = house.clock.now();
    await house.get(EventLog).append(
      ['alert.opened', 'incident.opened', 'secret.told', 'ring.changed', 'incident.last'].map((kind) => ({
        kind,
        at,
        teamIds: [teamId],
        ...(kind === 'ring.changed' ? { audience: [admin.userId] } : {}),
      })),
    );
    await house.settle();
    await Promise.all([read, ended]);
    cut.abort();
    stream.cancel();
    expect(heard).toEqual(['incident.opened', 'incident.last']);
    expect(byGrpc).toEqual(['incident.opened', 'incident.last']);
    const listed = await house.ok('GET', `/timeline?teamId=${teamId}`, undefined, token);
    const kinds = new Set(listed['events'].map((event: Json) => event['kind'].split('.')[0]));
    expect([...kinds]).toEqual(['incident']);
  });

  it('ends at a time that must be said, 366 days at most', async () => {
    const ask = (more: object) =>
      house.rest('POST', '/tokens', { name: 'Script', scopes: ['read'], ...more }, admin.token);
    expect((await ask({})).status).toBe(422);
    expect((await ask({ expiresInDays: 367 })).status).toBe(422);
    const { secret } = (await ask({ expiresInDays: 1 })).body;
    expect(await status(secret)).toBe(200);
    house.clock.moveTo(house.clock.nowMs() + DAY_S * 1000);
    expect(await status(secret)).toBe(401);
  });

  it('says when and from where it was last used, and writes that once a minute', async () => {
    const { token, secret } = await made(['read']);
    const since = house.clock.now().toISOString();
    await status(secret);
    expect(await mine(token.tokenId)).toMatchObject({ lastUsedAt: since, lastUsedAddress: '127.0.0.1' });
    house.clock.moveTo(house.clock.nowMs() + 59_000);
    await status(secret);
    expect(await mine(token.tokenId)).toMatchObject({ lastUsedAt: since });
    house.clock.moveTo(house.clock.nowMs() + 1_000);
    await status(secret);
    expect((await mine(token.tokenId))['lastUsedAt']).toBe(house.clock.now().toISOString());
  });

  it('is rotated: the old secret works for as long as was said, then the new one alone', async () => {
    const { token, secret } = await made(['alerts:read']);
    const given = { overlapHours: 2 };
    const rotated = await house.ok('POST', `/tokens/${token.tokenId}/rotate`, given, admin.token);
    expect(rotated['token']).toMatchObject({
      name: 'Script',
      scopes: ['alerts:read'],
      replacesTokenId: token.tokenId,
    });
    expect(rotated['replaced']).toMatchObject({
      tokenId: token.tokenId,
      replacedAt: house.clock.now().toISOString(),
      expiresAt: new Date(house.clock.nowMs() + 2 * 3_600_000).toISOString(),
    });
    expect([await status(secret), await status(rotated['secret'])]).toEqual([200, 200]);
    const again = await house.rest('POST', `/tokens/${token.tokenId}/rotate`, given, admin.token);
    expect(again.body).toMatchObject({ status: 409, code: 'TOKEN_REPLACED' });
    house.clock.moveTo(house.clock.nowMs() + 2 * 3_600_000);
    expect([await status(secret), await status(rotated['secret'])]).toEqual([401, 200]);
    const next = rotated['token'].tokenId;
    expect(
      (await house.rest('POST', `/tokens/${next}/rotate`, { overlapHours: 25 }, admin.token)).status,
    ).toBe(422);
    const last = await house.ok('POST', `/tokens/${next}/rotate`, { overlapHours: 0 }, admin.token);
    expect([await status(rotated['secret']), await status(last['secret'])]).toEqual([401, 200]);
    const gone = await house.rest('POST', `/tokens/${next}/rotate`, given, admin.token);
    expect(gone.body).toMatchObject({ code: 'TOKEN_UNKNOWN' });
  });

  it('makes and rotates no token, whatever it was given', async () => {
    const { token, secret } = await made(['read', 'write', 'ring']);
    const rotate = await house.rest('POST', `/tokens/${token.tokenId}/rotate`, { overlapHours: 1 }, secret);
    expect(rotate.body).toMatchObject({ status: 403, code: 'SIGN_IN_NEEDED' });
  });

  it('has a rate of its own, which an admin sets, and is told when to come back', async () => {
    const { token, secret } = await made(['read']);
    const path = `/tokens/${token.tokenId}/rate`;
    const set = await house.ok('PUT', path, { requestsPerMinute: 3 }, admin.token);
    expect(set).toMatchObject({ requestsPerMinute: 3 });
    for (let i = 0; i < 3; i += 1) expect(await status(secret)).toBe(200);
    const refused = await house.rest('GET', '/alerts', undefined, secret);
    expect(refused).toMatchObject({ status: 429, body: { code: 'TOO_MANY_REQUESTS' } });
    expect(refused.headers.get('retry-after')).toBe('20');
    expect(await house.grpc('ListAlerts', {}, secret)).toMatchObject({ code: 'TOO_MANY_REQUESTS' });
    expect(await status(admin.token)).toBe(200);
    await house.advance(20);
    expect(await status(secret)).toBe(200);
    expect(await status(secret)).toBe(429);
    expect(await house.ok('PUT', path, {}, admin.token)).not.toHaveProperty('requestsPerMinute');
  });

  it('is seen and revoked by an admin, whoever made it, and by nobody else', async () => {
    const ben = await makePerson(house, admin, 'Ben');
    const dan = await makePerson(house, admin, 'Dan');
    const { token, secret } = await made(['read'], { name: 'Of Ben' }, ben);
    expect((await house.rest('GET', '/organisation/tokens', undefined, ben.token)).status).toBe(403);
    const found = await house.ok(
      'GET',
      '/organisation/tokens?query=of%20b&live=true',
      undefined,
      admin.token,
    );
    expect(found['tokens']).toMatchObject([{ tokenId: token.tokenId, ownerName: 'Ben' }]);
    expect(JSON.stringify(found)).not.toContain(secret);
    const path = `/tokens/${token.tokenId}`;
    expect((await house.rest('DELETE', path, undefined, dan.token)).body).toMatchObject({
      code: 'TOKEN_UNKNOWN',
    });
    expect((await house.rest('POST', `${path}/rotate`, { overlapHours: 1 }, admin.token)).body).toMatchObject(
      {
        code: 'TOKEN_UNKNOWN',
      },
    );
    await house.ok('DELETE', path, undefined, admin.token);
    expect(await status(secret)).toBe(401);
    const live = await house.ok('GET', '/organisation/tokens?query=of%20b&live=true', undefined, admin.token);
    expect(live['tokens']).toEqual([]);
  });

  it('warns its owner fourteen days and three days before it ends, once each', async () => {
    const eve = await makePerson(house, admin, 'Eve');
    await made(['read'], { name: 'Nightly', expiresInDays: 30 }, eve);
    const short = await made(['read'], { name: 'For a day', expiresInDays: 1 }, eve);
    const warnings = async (): Promise<string[]> =>
      (
        await house.query<{ params: { title: string; body: string } }>(
          `select params from event_log where kind = 'inform.sent' and user_id = $1 order by at`,
          [eve.userId],
        )
      ).map(({ params }) => `${params.title}: ${params.body}`);
    const after = async (days: number): Promise<string[]> => {
      house.clock.moveTo(house.clock.nowMs() + days * DAY_S * 1000);
      await house.get(Chores).tick();
      await house.settle();
      return warnings();
    };
    expect(short['token'].name).toBe('For a day');
    expect(await after(15)).toEqual([]);
    expect(await after(1)).toEqual([
      'Nightly: This API token ends in 14 days; what uses it stops then. Rotate it',
    ]);
    expect(await after(1)).toHaveLength(1);
    expect(await after(10)).toHaveLength(2);
    expect((await after(1)).at(-1)).toContain('ends in 3 days');
    expect(await after(3)).toHaveLength(2);
  });
});
