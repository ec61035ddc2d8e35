import { rehearse } from './rehearsal';

const person = (name: string): { userId: string; name: string } => ({ userId: name, name });
const rules = { simultaneous: 2, ringSeconds: 30, retries: 1, pauseSeconds: 15 };

const told = (given: ReturnType<typeof rehearse>): string =>
  given.rings.map((ring) => `${ring.person.name} ${ring.from}-${ring.until}`).join(', ');

describe('the rehearsal of call rules nobody answers', () => {
  it('keeps two ringing: who rings out makes room, and comes again after the pause', () => {
    const played = rehearse(0, [{ rules, people: ['A', 'B', 'C', 'D'].map(person) }]);
    expect(told(played)).toBe('A 0-30, B 0-30, C 30-60, D 30-60, A 60-90, B 60-90, C 90-120, D 90-120');
    expect(played.end).toBe(120);
  });

  it('waits for the pause when nobody else is left', () => {
    expect(told(rehearse(10, [{ rules, people: [person('A')] }]))).toBe('A 10-40, A 55-85');
  });

  it('rings all at once with zero, and goes on to the next step when all are spent', () => {
    const played = rehearse(30, [
      { rules: { ...rules, simultaneous: 0, retries: 0 }, people: ['A', 'B', 'C'].map(person) },
      { rules: { ...rules, retries: 0 }, people: [person('D')] },
    ]);
    expect(told(played)).toBe('A 30-60, B 30-60, C 30-60, D 60-90');
    expect(played.steps).toEqual([
      { step: 1, from: 30, until: 60 },
      { step: 2, from: 60, until: 90 },
    ]);
  });

  it('passes an empty step at once', () => {
    expect(rehearse(5, [{ rules, people: [] }]).end).toBe(5);
  });
});
