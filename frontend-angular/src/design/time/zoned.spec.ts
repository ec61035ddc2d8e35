import { instantOf, wallOf } from './zoned';

describe('a day and time as a form has them', () => {
  it('are those of the zone, there and back', () => {
    expect(instantOf('2026-11-27T03:12', 'Asia/Tokyo')).toBe('2026-11-26T18:12:00.000Z');
    expect(wallOf(Date.parse('2026-11-26T18:12:00Z'), 'Asia/Tokyo')).toBe('2026-11-27T03:12');
    expect(wallOf(Date.parse('2026-07-01T12:00:00Z'), 'Europe/Berlin')).toBe('2026-07-01T14:00');
    expect(instantOf('2026-07-01T14:00', 'Europe/Berlin')).toBe('2026-07-01T12:00:00.000Z');
  });

  it('are none while they are not typed whole', () => {
    expect(instantOf('', 'UTC')).toBeUndefined();
    expect(instantOf('2026-11-', 'UTC')).toBeUndefined();
    expect(instantOf('2026-13-45T10:00', 'UTC')).toBeUndefined();
  });
});
