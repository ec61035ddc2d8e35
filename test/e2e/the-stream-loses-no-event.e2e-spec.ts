import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type ClientReadableStream, Metadata } from '@grpc/grpc-js';
import pg from 'pg';
import { EventFeed, EventView, timeline } from '../../src/modules/timeline/index.js';
import { newId } from '../../src/platform/database/new-id.js';
import { EventLog } from '../../src/platform/events/event-log.js';
import { grpcReply } from '../../src/platform/wire/grpc-codec.js';
import { House, type RestAnswer } from '../harness/house.js';
import { firstAdmin, makePerson, makeTeam, type Person } from '../harness/world.js';

type Event = RestAnswer['body'];

interface Listening {
  readonly events: Event[];
  /** Comments on SSE: signs of life. */
  beats: number;
  /** Resolves when there are so many events. */
  until(count: number): Promise<readonly Event[]>;
  close(): void;
}

/** A house is started: on a busy machine that takes its time. */
const HOUSE_MS = 60_000;

describe('the live stream', () => {
  let house: House;
  let admin: Person;
  let mio: Person;
  let web: string;
  let data: string;
  const open: Listening[] = [];

  beforeAll(async () => {
    house = await House.start();
    admin = await firstAdmin(house);
    mio = await makePerson(house, admin, 'Mio');
    web = await makeTeam(house, admin, 'web', [[mio, 'responder']]);
    data = await makeTeam(house, admin, 'data', []);
    await house.settle();
  }, HOUSE_MS);
  afterEach(() => {
    for (const listening of open.splice(0)) listening.close();
  });
  afterAll(() => house.stop());

  const listening = (stop: () => void): Listening & { take(event: Event): void } => {
    const waiting: (() => void)[] = [];
    const events: Event[] = [];
    return {
      events,
      beats: 0,
      take: (event) => {
        events.push(event);
        for (const look of [...waiting]) look();
      },
      until: (count) =>
        new Promise((resolve) => {
          const look = (): void => {
            if (events.length >= count) resolve(events);
          };
          waiting.push(look);
          look();
        }),
      close: stop,
    };
  };

  const sse = async (
    token: string,
    query = '',
    headers: Record<string, string> = {},
  ): Promise<Listening & { readonly answer: Response }> => {
    const cut = new AbortController();
    const answer = await fetch(`${house.origin}/api/v1/events${query}`, {
      headers: { authorization: `Bearer ${token}`, ...headers },
      signal: cut.signal,
    });
    const here = listening(() => cut.abort());
    open.push(here);
    void readFrames(answer, here);
    return Object.assign(here, { answer });
  };
  const readFrames = async (answer: Response, here: Listening & { take(event: Event): void }) => {
    let text = '';
    try {
      for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
        text += new TextDecoder().decode(chunk);
        for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
          const lines = text.slice(0, end).split('\n');
          text = text.slice(end + 2);
          const of = (name: string) =>
            lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
          if (lines[0] === ':') here.beats += 1;
          const body = of('data');
          if (body) here.take({ ...JSON.parse(body), id: of('id'), name: of('event') ?? 'message' });
        }
      }
    } catch {
      // Closed by the test.
    }
  };

  const watch = (token: string, input: object = {}): Listening => {
    const metadata = new Metadata();
    metadata.set('authorization', `Bearer ${token}`);
    const stub = house.wire.stub(timeline.ListTimeline) as unknown as {
      Watch(request: object, metadata: Metadata): ClientReadableStream<unknown>;
    };
    const wrapped = 'teamIds' in input ? { ...input, teamIds: { values: input.teamIds } } : input;
    const stream = stub.Watch(wrapped, metadata);
    const here = listening(() => stream.cancel());
    open.push(here);
    stream.on('data', (message: unknown) => here.take(grpcReply(EventView, message) as Event));
    stream.on('error', () => undefined);
    return here;
  };

  const say = async (kind: string, more: object = {}): Promise<void> => {
    await house.get(EventLog).append([{ kind, at: house.clock.now(), ...more }]);
  };
  const kindsOf = (events: readonly Event[]) => events.map(({ kind }) => kind);
  const last = async (): Promise<string> => {
    const [row] = await house.query<{ last: string }>('select last from event_positions');
    return row?.last ?? '';
  };
  /** A stream that has nothing to resume stands once the feed has looked. */
  const standing = async (): Promise<void> => {
    await house.settle();
    await house.get(EventFeed).tick();
  };

  it('tells both wires the same, in order, with where to resume', async () => {
    const [rest, grpc] = [await sse(mio.token), watch(mio.token, { after: await last() })];
    await standing();
    for (const kind of ['test.one', 'test.two', 'test.three'])
      await say(kind, { teamIds: [web], actor: { userId: mio.userId, name: 'Mio' }, params: { a: '1' } });
    await house.settle();
    const [byRest, byGrpc] = [await rest.until(3), await grpc.until(3)];
    expect(kindsOf(byRest)).toEqual(['test.one', 'test.two', 'test.three']);
    expect(rest.answer.headers.get('content-type')).toContain('text/event-stream');
    expect(byRest.map(({ id, name, ...view }) => [id === view['position'], name])).toEqual([
      [true, 'message'],
      [true, 'message'],
      [true, 'message'],
    ]);
    expect(byGrpc).toEqual(byRest.map(({ id: _id, name: _name, ...view }) => view));
    expect(byGrpc[0]).toMatchObject({
      teamIds: [web],
      actorId: mio.userId,
      actorName: 'Mio',
      params: { a: '1' },
    });
  });

  it('loses nothing when the transaction that began first commits last, on either wire, live or resumed', async () => {
    const before = await last();
    const [rest, grpc] = [await sse(mio.token, `?after=${before}`), watch(mio.token, { after: before })];
    const insert = `insert into event_log (id, at, kind) values ($1, $2, $3)`;
    const [slow, quick] = [new pg.Client(house.databaseUrl), new pg.Client(house.databaseUrl)];
    await Promise.all([slow.connect(), quick.connect()]);
    try {
      await slow.query('begin');
      await slow.query(insert, [newId(), house.clock.now(), 'test.slow']);
      await quick.query('begin');
      await quick.query(insert, [newId(), new Date(house.clock.nowMs() + 1), 'test.quick']);
      await quick.query('commit');
      await house.settle();
      expect(kindsOf(await rest.until(1))).toEqual(['test.quick']);
      const seen = rest.events[0]?.['id'] as string;
      rest.close();
      await slow.query('commit');
      await house.settle();
      expect(kindsOf(await grpc.until(2))).toEqual(['test.quick', 'test.slow']);
      const resumed = await sse(mio.token, '', { 'last-event-id': seen });
      expect(kindsOf(await resumed.until(1))).toEqual(['test.slow']);
      const { events } = await house.ok('GET', '/timeline?kinds=test.quick,test.slow', undefined, mio.token);
      expect(kindsOf(events)).toEqual(['test.slow', 'test.quick']);
    } finally {
      await Promise.all([slow.end(), quick.end()]);
    }
  });

  it('gives a client that was away everything that it missed, once, while more comes in', async () => {
    const before = await last();
    for (let i = 0; i < 1200; i += 100)
      await house
        .get(EventLog)
        .append(Array.from({ length: 100 }, (_, n) => ({ kind: `test.n${i + n}`, at: house.clock.now() })));
    await house.settle();
    const rest = await sse(mio.token, `?after=${before}`);
    await say('test.after');
    await house.settle();
    const events = await rest.until(1201);
    expect(new Set(kindsOf(events)).size).toBe(1201);
    const positions = events.map(({ position }) => Number(position));
    expect(positions).toEqual(Array.from({ length: 1201 }, (_, n) => Number(before) + 1 + n));
  });

  it('shows what is meant for one to that one only, whatever they filter by', async () => {
    const mine = await sse(mio.token, `?teamIds=${data}&after=${await last()}`);
    const others = watch(admin.token, { after: await last() });
    await say('test.ring', { audience: [mio.userId], teamIds: [web] });
    await say('test.web', { teamIds: [web] });
    await say('test.data', { teamIds: [data] });
    await house.settle();
    expect(kindsOf(await mine.until(2))).toEqual(['test.ring', 'test.data']);
    expect(kindsOf(await others.until(2))).toEqual(['test.web', 'test.data']);
    const { events } = await house.ok('GET', '/timeline?kinds=test.ring', undefined, admin.token);
    expect(events).toEqual([]);
    expect((await house.ok('GET', '/timeline?kinds=test.ring', undefined, mio.token))['events']).toHaveLength(
      1,
    );
  });

  it('narrows to teams and to an incident', async () => {
    const incidentId = randomUUID();
    const teams = watch(mio.token, { teamIds: [data], after: await last() });
    const incident = await sse(mio.token, `?incidentId=${incidentId}&after=${await last()}`);
    await say('test.web', { teamIds: [web] });
    await say('test.data', { teamIds: [data], incidentId });
    await house.settle();
    expect(kindsOf(await teams.until(1))).toEqual(['test.data']);
    expect(kindsOf(await incident.until(1))).toEqual(['test.data']);
  });

  it('tells whoever is too far behind, or comes from another log, to read everything anew', async () => {
    const rest = await sse(mio.token, '?after=999999999');
    const [event] = await rest.until(1);
    expect(event).toMatchObject({ name: 'reload', kind: 'stream.reload', id: await last() });
    await say('test.next');
    await house.settle();
    expect(kindsOf(await rest.until(2))).toEqual(['stream.reload', 'test.next']);
  });

  it('gives a sign of life every fifteen seconds', async () => {
    const rest = await sse(mio.token);
    await standing();
    await house.advance(46);
    await say('test.last');
    await house.settle();
    await rest.until(1);
    expect(rest.beats).toBe(1 + 3);
  });

  it('refuses strangers and nonsense', async () => {
    expect((await fetch(`${house.origin}/api/v1/events`)).status).toBe(401);
    const said = await house.rest('GET', '/events?after=soon', undefined, mio.token);
    expect(said).toMatchObject({ status: 422, body: { code: 'INVALID_INPUT' } });
  });

  it(
    'closes its streams when the house does',
    async () => {
      const second = await House.start({ joins: house });
      const answer = await fetch(`${second.origin}/api/v1/events`, {
        headers: { authorization: `Bearer ${mio.token}` },
      });
      const ended = answer.text();
      await second.barry.close();
      expect(await ended).toMatch(/^:\n\n/);
    },
    HOUSE_MS,
  );
});
