import { provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { NativeCall } from '@barry/native-call';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Ring, RingCall } from '../../generated/api/models';
import { provideApiConfiguration } from '../../generated/api/api-configuration';
import { apiInterceptor } from '../session/http';
import { Live } from '../session/live';
import { Session } from '../session/session';
import { RingStore } from './ring-store';

const DEVICE = '0198f2c4-5d6e-7abc-8def-0123456789ab';
let serial = 0;

const call = (over: Partial<RingCall> = {}): RingCall => ({
  callId: 'c1',
  escalationId: 'e1',
  escalationNumber: 1,
  status: 'calling',
  escalationStatus: 'calling',
  title: 'Disk is full',
  message: '',
  severity: 'critical',
  team: 'Storage',
  startedAt: new Date().toISOString(),
  alerts: [],
  others: [],
  takenBy: [],
  ...over,
});

const view = (ringId: string, over: Partial<Ring> = {}): Ring => ({
  ringId,
  revision: 1,
  deviceId: DEVICE,
  status: 'ringing',
  card: {
    ringId,
    revision: over.revision ?? 1,
    title: 'Disk is full',
    severity: 'critical',
    team: 'Storage',
    count: 1,
    expiresAt: new Date(Date.now() + 30_000).toISOString(),
    ringSeconds: 30,
    receipt: { token: 't'.repeat(24), urls: [] },
  },
  calls: [call()],
  ...over,
});

/** Turns of the event loop, until what was set going has come to rest or asks the server something. */
const rest = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 30));

describe('the ring store', () => {
  let store: RingStore;
  let live: Live;
  let wire: HttpTestingController;
  let ringId: string;
  const base = location.origin;

  beforeEach(async () => {
    localStorage.clear();
    ringId = `7c9e6679-7425-40de-944b-${String(++serial).padStart(12, '0')}`;
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(withInterceptors([apiInterceptor])),
        provideHttpClientTesting(),
        provideApiConfiguration(''),
      ],
    });
    TestBed.inject(Session).begin({
      userId: 'me',
      name: 'Me',
      email: '',
      deviceId: DEVICE,
      token: 'x',
      notifiers: [],
    });
    wire = TestBed.inject(HttpTestingController);
    live = TestBed.inject(Live);
    store = TestBed.inject(RingStore);
    await NativeCall.configure({
      hosts: [base],
      deviceId: DEVICE,
      variant: 'normal',
      labels: {
        appName: 'Barry',
        answer: '',
        decline: '',
        several: '',
        over: { 'accepted-by-other': '', resolved: '', cancelled: '', 'timed-out': '' },
        severity: { critical: '', high: '', warning: '', info: '', unknown: '' },
      },
    });
  });
  afterEach(() => store.close());

  const asked = (method: string, ending: string) =>
    wire.match(
      ({ method: verb, url }) => verb === method && url === `${base}/api/v1/rings/${ringId}${ending}`,
    );
  const polls = () => asked('GET', '').filter(({ request }) => request.params.has('wait'));
  const nativeState = async () => (await NativeCall.getRings()).rings.find((ring) => ring.ringId === ringId);

  const rings = async (over: Partial<Ring> = {}): Promise<void> => {
    live.news.next({ kind: 'ring.changed', ringId, deviceId: DEVICE });
    await rest();
    asked('GET', '')[0]?.flush(view(ringId, over));
    await rest();
  };

  it('rings this device when its ring changed, and no other’s', async () => {
    live.news.next({ kind: 'ring.changed', ringId, deviceId: 'another' });
    await rest();
    expect(asked('GET', '')).toEqual([]);
    await rings();
    expect(store.ring()).toMatchObject({ ringId, phase: 'ringing' });
    expect(await nativeState()).toMatchObject({ state: 'ringing', calls: ['c1'] });
  });

  it('keeps one question open, and stops when somebody else took it', async () => {
    await rings();
    const [poll] = polls();
    expect(poll?.request.params.get('revision')).toBe('1');
    poll?.flush(
      view(ringId, {
        revision: 2,
        status: 'over',
        reason: 'accepted-by-other',
        calls: [call({ status: 'cancelled', takenBy: ['Sato'] })],
      }),
    );
    await rest();
    expect(store.ring()).toMatchObject({ phase: 'over', outcome: { kind: 'takenBy', names: ['Sato'] } });
    expect(await nativeState()).toMatchObject({ state: 'ended', endReason: 'accepted-by-other' });
  });

  it('answers at once here, and tells the server', async () => {
    await rings();
    void store.answer();
    await rest();
    expect(store.ring()?.phase).toBe('reading');
    expect(await nativeState()).toMatchObject({ state: 'answered' });
    expect(asked('POST', '/answer')).toHaveLength(1);
  });

  it('accepts what was seen, again and again with one key until a server says yes', async () => {
    await rings();
    void store.accept();
    await rest();
    const [first] = asked('POST', '/accept');
    expect(first?.request.body).toEqual({ callIds: ['c1'] });
    first?.error(new ProgressEvent('error'));
    await new Promise((resolve) => setTimeout(resolve, 600));
    const [second] = asked('POST', '/accept');
    expect(second?.request.headers.get('idempotency-key')).toBe(
      first?.request.headers.get('idempotency-key'),
    );
    expect(store.sending()).toBe(2);
    second?.flush(
      view(ringId, {
        revision: 2,
        status: 'over',
        reason: 'accepted',
        calls: [call({ status: 'accepted' })],
      }),
    );
    await rest();
    expect(store.ring()).toMatchObject({ phase: 'over', outcome: { kind: 'mine' } });
    expect(store.sending()).toBeUndefined();
  });

  it('declines with the reason, silently and without claiming an answer', async () => {
    await rings();
    void store.decline('driving');
    await rest();
    expect(await nativeState()).toMatchObject({ state: 'ringing', silenced: true });
    const [post] = asked('POST', '/decline');
    expect(post?.request.body).toEqual({ callIds: ['c1'], reason: 'driving' });
    post?.flush(
      view(ringId, {
        revision: 2,
        status: 'over',
        reason: 'declined',
        calls: [call({ status: 'declined' })],
      }),
    );
    await rest();
    expect(store.ring()?.outcome).toEqual({ kind: 'declined', reason: 'driving' });
  });

  it('says what the server said when it refuses, and asks again how things are', async () => {
    await rings();
    void store.accept();
    await rest();
    asked('POST', '/accept')[0]?.flush(
      { code: 'ESCALATION_OVER', title: 'Taken by Sato' },
      { status: 409, statusText: 'Conflict' },
    );
    await rest();
    expect(store.problem()).toMatchObject({ status: 409, code: 'ESCALATION_OVER' });
    expect(asked('GET', '').filter(({ request }) => !request.params.has('wait'))).toHaveLength(1);
  });

  it('lets a pushed card ring on though the server does not know it', async () => {
    await NativeCall.present({ card: { ...view(ringId).card } });
    const pushed = await nativeState();
    if (!pushed) throw new Error('It was not presented.');
    store.onNative({ seq: 1, at: '', type: 'incoming', ring: pushed });
    await rest();
    asked('GET', '')[0]?.flush({}, { status: 404, statusText: 'Not Found' });
    await rest();
    expect(store.ring()?.phase).toBe('ringing');
  });
});
