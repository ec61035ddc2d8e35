import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { HandshakesEngine } from '../../src/modules/webhooks/index.js';
import type { House, RestAnswer } from '../harness/house.js';
import { Topics } from '../harness/topics.js';
import { makeWorld, type World } from '../harness/world.js';

type Said = RestAnswer['body'];

/** A house is started: on a busy machine that takes its time. */
const HOUSE_MS = 60_000;

describe('a topic of AWS', () => {
  let world: World;
  let house: House;
  let topics: Topics;
  let folder: string;
  let integrationId: string;
  let path: string;

  beforeAll(async () => {
    topics = await Topics.start();
    folder = mkdtempSync(join(tmpdir(), 'barry-aws-'));
    const config = join(folder, 'aws.yaml');
    const usual = readFileSync(join(import.meta.dirname, '../harness/house.yaml'), 'utf8');
    writeFileSync(config, `${usual}outbound: { allowedNetworks: ['127.0.0.0/8'] }\n`);
    world = await makeWorld({ phones: false, names: topics.names, environment: { BARRY_CONFIG: config } });
    house = world.house;
  }, HOUSE_MS);
  afterAll(async () => {
    await house.stop();
    await topics.far.stop();
    rmSync(folder, { recursive: true });
  });

  /** Another integration for each test, that rings nobody: what was confirmed for one says nothing about the next. */
  beforeEach(async () => {
    const given = { teamId: world.teamId, name: 'AWS', source: 'aws-sns', mode: 'shadow' };
    ({ integrationId } = await house.ok('POST', '/integrations', given, world.admin.token));
    const setup = await house.ok('POST', `/integrations/${integrationId}/setup`, {}, world.admin.token);
    path = new URL(setup['url']).pathname;
  });
  afterEach(() => {
    topics.appear();
    topics.answers = 200;
    topics.confirmed.length = 0;
    topics.renew();
  });

  const send = async (message: Readonly<Record<string, string>>) => {
    const answer = await house.rest('POST', path, JSON.stringify(message), undefined, {
      'content-type': 'text/plain; charset=UTF-8',
      'x-amz-sns-message-type': message['Type'] ?? '',
    });
    return { status: answer.status, body: answer.body };
  };
  const visit = () => house.get(HandshakesEngine).tick();
  const of = async (what: 'handshakes' | 'deliveries'): Promise<Said[]> =>
    (await house.ok('GET', `/integrations/${integrationId}/${what}`, undefined, world.admin.token))[what];
  const alerts = async (): Promise<Said[]> =>
    (await house.ok('GET', `/alerts?integrationId=${integrationId}`, undefined, world.admin.token))['alerts'];
  const confirm = (handshakeId: string, way?: string) =>
    house.ok('POST', `/handshakes/${handshakeId}/confirm`, way ? { way } : {}, world.admin.token);
  const change = async (what: object): Promise<void> => {
    const one = `/integrations/${integrationId}`;
    const { version } = await house.ok('GET', one, undefined, world.admin.token);
    await house.ok('PATCH', one, { version, ...what }, world.admin.token);
  };
  const alarm = (state: string, at: string) =>
    topics.message({
      Subject: `${state}: "disk"`,
      Message: JSON.stringify({
        AlarmName: 'disk',
        AlarmArn: 'arn:aws:cloudwatch:ap-northeast-1:123456789012:alarm:disk',
        AlarmDescription: 'severity: critical',
        NewStateValue: state,
        NewStateReason: 'Threshold Crossed',
        StateChangeTime: at,
      }),
    });

  it('confirms itself, after it was answered', async () => {
    expect((await send(topics.asking('first'))).status).toBe(200);
    expect(topics.confirmed).toEqual([]);
    expect(await of('handshakes')).toMatchObject([
      {
        state: 'due',
        isProved: true,
        about: 'arn:aws:sns:ap-northeast-1:123456789012:alarms',
        host: 'sns.ap-northeast-1.amazonaws.com',
      },
    ]);
    expect(await visit()).toBe(1);
    expect(topics.confirmed).toEqual(['first']);
    expect(await of('handshakes')).toMatchObject([
      { state: 'confirmed', confirmedAt: house.clock.now().toISOString() },
    ]);
    expect(await of('deliveries')).toMatchObject([{ outcome: 'handshake' }]);
    expect([await alerts(), await visit()]).toEqual([[], 0]);
    // The token is in nobody's sight.
    expect(JSON.stringify(await of('handshakes'))).not.toContain('first');
  });

  it('opens and resolves the alert of an alarm, and its certificate is fetched once', async () => {
    const at = house.clock.now().toISOString();
    expect(await send(alarm('ALARM', at))).toMatchObject({
      status: 200,
      body: { alerts: [{ effect: 'opened' }] },
    });
    expect(await alerts()).toMatchObject([{ title: 'disk', severity: 'critical', status: 'firing' }]);
    expect((await send(alarm('OK', at))).body).toMatchObject({ alerts: [{ effect: 'resolved' }] });
    expect(topics.looks).toBe(1);
  });

  it('counts a message that SNS repeats once', async () => {
    const message = alarm('ALARM', house.clock.now().toISOString());
    await send(message);
    expect((await send(message)).body).toMatchObject({ duplicate: true, alerts: [{ effect: 'recorded' }] });
    expect(await alerts()).toMatchObject([{ count: 1 }]);
  });

  it('is refused where somebody else has signed, or what was signed is another thing', async () => {
    const forged = { ...topics.asking('forged'), SubscribeURL: 'https://evil.example/' };
    const message = { ...topics.message({}), Message: 'all is well' };
    expect([(await send(forged)).status, (await send(message)).status]).toEqual([401, 401]);
    expect((await of('deliveries')).map(({ outcome }) => outcome)).toEqual([
      'bad-signature',
      'bad-signature',
    ]);
    expect([await of('handshakes'), await visit(), await alerts()]).toEqual([[], 0, []]);
  });

  it('leads nobody to a host that is not its own, whoever signed that', async () => {
    for (const SubscribeURL of ['https://evil.example/', 'https://169.254.169.254/', 'http://127.0.0.1/'])
      expect((await send(topics.asking('x', { SubscribeURL }))).status).toBe(401);
    expect([await of('handshakes'), await visit()]).toEqual([[], 0]);
  });

  it('waits for a person where another topic was confirmed before', async () => {
    await send(topics.asking('first'));
    await visit();
    await send(topics.asking('second', { TopicArn: 'arn:aws:sns:ap-northeast-1:123456789012:others' }));
    // The same topic, subscribed anew, is known.
    await send(topics.asking('again'));
    await visit();
    expect(topics.confirmed).toEqual(['first', 'again']);
    const second = (await of('handshakes')).find(({ about }) => about.endsWith(':others'));
    expect(second).toMatchObject({ state: 'waiting' });
    expect(await confirm(second?.['handshakeId'])).toMatchObject({ state: 'due' });
    await visit();
    expect(topics.confirmed).toEqual(['first', 'again', 'second']);
    // Confirmed is confirmed.
    expect(await confirm(second?.['handshakeId'])).toMatchObject({ state: 'confirmed' });
    expect(await visit()).toBe(0);
  });

  it('that does not take the visit waits for a person, and says why', async () => {
    topics.answers = 403;
    await send(topics.asking('expired'));
    await visit();
    expect(await of('handshakes')).toMatchObject([{ state: 'waiting', failure: 'it answered 403' }]);
    expect(await visit()).toBe(0);
  });

  it('that nobody answers for is visited again for some minutes', async () => {
    topics.answers = 503;
    await send(topics.asking('later'));
    for (let tries = 0; tries < 3; tries += 1) {
      expect(await visit()).toBe(1);
      expect(await visit()).toBe(0);
      house.clock.moveTo(house.clock.nowMs() + 60_000);
    }
    topics.answers = 200;
    expect(await visit()).toBe(1);
    expect(await of('handshakes')).toMatchObject([{ state: 'confirmed' }]);
  });

  it('is confirmed in the browser of a person where the house has no way to it', async () => {
    topics.vanish();
    expect((await send(topics.asking('by-hand'))).status).toBe(200);
    const [asked] = await of('handshakes');
    expect(asked).toMatchObject({ state: 'waiting', isProved: false });
    expect(await visit()).toBe(0);
    const confirmed = await confirm(asked?.['handshakeId'], 'browser');
    expect(confirmed).toMatchObject({
      state: 'confirmed',
      openUrl: 'https://sns.ap-northeast-1.amazonaws.com/?Action=ConfirmSubscription&Token=by-hand',
    });
    expect(topics.confirmed).toEqual([]);
  });

  it('is believed by a certificate that is held, while nobody out there answers', async () => {
    await send(topics.message({ Subject: 'one' }));
    topics.vanish();
    house.clock.moveTo(house.clock.nowMs() + 25 * 3_600_000);
    expect((await send(topics.message({ Subject: 'two' }))).status).toBe(200);
  });

  it('is taken without a proof where its integration asks for none, and is still not visited', async () => {
    await change({ options: { requireSignature: false } });
    expect((await send({ ...topics.message({}), Signature: 'EXAMPLE' })).status).toBe(200);
    expect((await send({ ...topics.asking('x'), Signature: 'EXAMPLE' })).status).toBe(401);
    expect([await of('handshakes'), topics.confirmed]).toEqual([[], []]);
  });

  it('whose certificate cannot be had is told to try again, and somebody is woken for it', async () => {
    await change({ mode: 'live' });
    topics.vanish();
    const message = alarm('ALARM', house.clock.now().toISOString());
    expect((await send(message)).status).toBe(503);
    expect(await alerts()).toMatchObject([
      { title: 'AWS: a delivery cannot be proved', kind: 'monitoring-fault', routes: [{ urgency: 'ring' }] },
    ]);
    topics.appear();
    // So long nobody is asked again.
    await house.advance(10);
    expect(await send(message)).toMatchObject({ status: 200, body: { alerts: [{ effect: 'opened' }] } });
  });
});
