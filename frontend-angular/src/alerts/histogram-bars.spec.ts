import { bars, niceTop } from './histogram-bars';

const none = { critical: 0, high: 0, warning: 0, info: 0, unknown: 0 };

describe('the histogram of alerts', () => {
  it('ends its axis at a round number above the highest bar', () => {
    expect(niceTop([])).toBe(5);
    expect(niceTop([{ ...none, high: 6 }])).toBe(10);
    expect(niceTop([{ ...none, high: 30, info: 20 }])).toBe(50);
    expect(niceTop([{ ...none, high: 201 }])).toBe(500);
  });

  it('stacks severities on each other, critical on top', () => {
    const stack = bars([{ ...none, info: 2, critical: 2 }], 10, 100, 0, 4);
    expect(stack.map((bar) => [bar.severity, bar.y, bar.height])).toEqual([
      ['info', 50, 50],
      ['critical', 0, 50],
    ]);
  });

  it('draws nothing where nothing began', () => {
    expect(bars([none, none], 10, 100, 0, 5)).toEqual([]);
  });
});
