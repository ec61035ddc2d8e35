import { marksOf, readSignals } from './reading';

const READING = {
  signals: [
    {
      labels: { severity: 'critical', team: 'mail' },
      severity: 'critical',
      title: 'Queue',
      details: { annotations: { summary: 'Queue' } },
      links: [{ kind: 'runbook', url: 'https://wiki.example.jp' }],
    },
  ],
};

describe('what Barry read from a delivery', () => {
  it('begins with what matters, then names the rest by its path', () => {
    expect(readSignals(READING)[0]?.fields.map(({ name }) => name)).toEqual([
      'title',
      'severity',
      'labels.severity',
      'labels.team',
      'links.0.url',
    ]);
  });

  it('gives one value one colour, left and right', () => {
    const signals = readSignals(READING);
    const marks = marksOf(signals);
    const [, severity, label] = signals[0]?.fields ?? [];
    expect(severity?.mark).toBe(label?.mark);
    expect(marks.get('critical')).toBe(severity?.mark);
  });

  it('shows nothing of a reading it does not know', () => {
    expect(readSignals(undefined)).toEqual([]);
    expect(readSignals('text')).toEqual([]);
  });
});
