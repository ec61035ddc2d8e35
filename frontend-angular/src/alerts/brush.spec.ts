import { brushAt, brushOf, moved, spanOf } from './brush';

const START = Date.parse('2026-11-26T00:00:00Z');
const MINUTE = 60_000;

describe('the brush over the histogram', () => {
  it('takes whole buckets, whichever way it was drawn', () => {
    expect(brushOf(0.31, 0.58, 10)).toEqual({ first: 3, last: 6 });
    expect(brushOf(0.58, 0.31, 10)).toEqual({ first: 3, last: 6 });
  });

  it('takes one bucket for a touch, and stays on the chart', () => {
    expect(brushOf(0.31, 0.31, 10)).toEqual({ first: 3, last: 4 });
    expect(brushOf(1, 1.4, 10)).toEqual({ first: 9, last: 10 });
    expect(brushOf(-0.2, 0.05, 10)).toEqual({ first: 0, last: 1 });
  });

  it('moves one end by keys, never past the other', () => {
    expect(moved({ first: 3, last: 6 }, 'first', -1, 10)).toEqual({ first: 2, last: 6 });
    expect(moved({ first: 3, last: 6 }, 'first', 9, 10)).toEqual({ first: 5, last: 6 });
    expect(moved({ first: 3, last: 6 }, 'last', 9, 10)).toEqual({ first: 3, last: 10 });
    expect(moved({ first: 3, last: 6 }, 'last', -9, 10)).toEqual({ first: 3, last: 4 });
  });

  it('is a span of time, and is found again by it', () => {
    const brush = { first: 3, last: 6 };
    const span = spanOf(brush, START, MINUTE);
    expect(span).toEqual({ from: '2026-11-26T00:03:00.000Z', until: '2026-11-26T00:06:00.000Z' });
    expect(brushAt(span, START, MINUTE, 10)).toEqual(brush);
  });

  it('wanders off the chart as time goes on', () => {
    const span = spanOf({ first: 0, last: 2 }, START, MINUTE);
    expect(brushAt(span, START + MINUTE, MINUTE, 10)).toEqual({ first: 0, last: 1 });
    expect(brushAt(span, START + 5 * MINUTE, MINUTE, 10)).toBeUndefined();
  });
});
