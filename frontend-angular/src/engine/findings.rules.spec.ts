import type { Finding } from '../generated/api/models';
import { type Found, placeOf, withNewest, withOlder } from './findings.rules';

const finding = (findingId: string, second: number, times = 1): Finding => ({
  findingId,
  code: 'log-gap',
  subjectId: `of-${findingId}`,
  detail: '',
  repaired: false,
  times,
  firstAt: '2026-11-22T18:00:00.000Z',
  lastAt: new Date(Date.parse('2026-11-22T18:00:00.000Z') + second * 1000).toISOString(),
});
const look = ({ findings, nextPageToken }: Found): string =>
  `${findings.map(({ findingId, times }) => `${findingId}${times}`).join(' ')} ${nextPageToken ?? 'end'}`;

describe('findings that are read again and again', () => {
  const first = withNewest(undefined, {
    findings: [finding('c', 30), finding('b', 20)],
    nextPageToken: 'after-b',
  });

  it('begin with the newest page', () => {
    expect(look(first)).toBe('c1 b1 after-b');
  });

  it('go on with what is older', () => {
    expect(look(withOlder(first, { findings: [finding('a', 10)] }))).toBe('c1 b1 a1 end');
  });

  it('keep what is older when the newest page comes again, each once and as it is now', () => {
    const all = withOlder(first, { findings: [finding('a', 10)], nextPageToken: 'after-a' });
    const again = withNewest(all, {
      findings: [finding('b', 40, 2), finding('c', 30)],
      nextPageToken: 'after-c',
    });
    expect(look(again)).toBe('b2 c1 a1 after-a');
  });

  it('begin anew when something between the newest page and what was read would be missing', () => {
    const later = withNewest(first, {
      findings: [finding('f', 60), finding('e', 50)],
      nextPageToken: 'after-e',
    });
    expect(look(later)).toBe('f1 e1 after-e');
  });

  it('forget what the server has forgotten', () => {
    expect(look(withNewest(first, { findings: [] }))).toBe(' end');
  });
});

describe('where a finding leads', () => {
  it('is the escalation or the alert that it is of', () => {
    expect(placeOf({ code: 'nobody-to-call', subjectId: 'e1' })?.to).toEqual(['/escalations', 'e1']);
    expect(placeOf({ code: 'alert-unrouted', subjectId: 'a1' })?.query).toEqual({ alert: 'a1' });
  });

  it('is nowhere for calls, rings, messages, and what may be one or the other', () => {
    const codes = [
      'call-overdue',
      'call-of-the-ended',
      'ring-for-nothing',
      'message-overdue',
      'log-gap',
      'row-failed',
    ];
    expect(codes.map((code) => placeOf({ code, subjectId: 'x' }))).toEqual(codes.map(() => undefined));
  });
});
