import { alertFilterOf, spanIn } from './alert-filter';

describe('the address of the alert list', () => {
  it('is what the server is asked for; what it does not know is left out', () => {
    expect(
      alertFilterOf({
        q: ' disk ',
        state: 'unowned',
        severity: 'high',
        team: 't',
        kind: 'no-data',
        integration: 'i',
        quiet: 'no',
      }),
    ).toEqual({
      unowned: true,
      severity: 'high',
      kind: 'no-data',
      teamId: 't',
      integrationId: 'i',
      suppressed: false,
      query: 'disk',
    });
    expect(alertFilterOf({ state: 'odd', severity: 'odd', kind: 'odd', quiet: 'odd', team: '' })).toEqual({});
  });

  it('has a part of the time, or none', () => {
    const span = { from: '2026-11-26T00:00:00Z', until: '2026-11-26T01:00:00Z' };
    expect(spanIn(span)).toEqual(span);
    expect(spanIn({ from: span.until, until: span.from })).toBeUndefined();
    expect(spanIn({ from: 'x', until: 'y' })).toBeUndefined();
    expect(spanIn({ from: span.from })).toBeUndefined();
  });
});
