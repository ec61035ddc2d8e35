import { ago, duration, fullStamp, shortStamp, stopwatch, trackSeconds } from './format';

const NOW = Date.parse('2026-11-21T18:12:41Z');
const ZONE = 'Asia/Tokyo';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('times as people read them', () => {
  it('is relative near now', () => {
    expect(ago(NOW - 3_000, NOW, 'en', ZONE)).toBe('just now');
    expect(ago(NOW - 20_000, NOW, 'en', ZONE)).toBe('20 s ago');
    expect(ago(NOW - 4 * MINUTE, NOW, 'en', ZONE)).toBe('4 min ago');
    expect(ago(NOW - 4 * MINUTE, NOW, 'ja', ZONE)).toBe('4 分前');
  });

  it('is the weekday within a week and the date before, in the zone of the viewer', () => {
    expect(ago(NOW - 34 * HOUR, NOW, 'en', ZONE)).toBe('Fri 17:12');
    expect(shortStamp(NOW - 40 * 24 * HOUR, NOW, 'en', ZONE)).toBe('13 Oct');
    expect(shortStamp(NOW - 400 * 24 * HOUR, NOW, 'en', ZONE)).toBe('18 Oct 2025');
  });

  it('writes durations in their two largest parts', () => {
    expect(duration(14_000, 'en')).toBe('14 s');
    expect(duration(31 * MINUTE + 14_000, 'en')).toBe('31 m');
    expect(duration(72 * MINUTE, 'en')).toBe('1 h 12 m');
    expect(duration(52 * HOUR, 'en')).toBe('2 d 4 h');
    expect(duration(72 * MINUTE, 'ja')).toBe('1時間12分');
    expect(duration(2 * HOUR, 'en')).toBe('2 h');
  });

  it('never shows a negative time when clocks differ', () => {
    expect(duration(-5_000, 'en')).toBe('0 s');
    expect(stopwatch(-1)).toBe('0:00');
    expect(trackSeconds(-20)).toBe('0.00 s');
  });

  it('runs like a stopwatch', () => {
    expect(stopwatch(27_900)).toBe('0:27');
    expect(stopwatch(12 * MINUTE + 5_000)).toBe('12:05');
    expect(stopwatch(HOUR + 2 * MINUTE + 9_000)).toBe('1:02:09');
  });

  it('gives the track hundredths, then tenths, then whole seconds', () => {
    expect([20, 710, 6_400, 18_200, 34_900].map(trackSeconds)).toEqual([
      '0.02 s',
      '0.71 s',
      '6.4 s',
      '18.2 s',
      '34 s',
    ]);
  });

  it('gives the whole instant on hover', () => {
    expect(fullStamp(NOW, ZONE)).toBe('2026-11-22 03:12:41 GMT+9');
  });
});
