import { describe, expect, it } from '@jest/globals';
import { type Chain, lastResortsOf, outcomeOf } from './chain.js';
import { endText, exitOf } from './escalate-end.js';
import type { End } from './follow.js';
import { anEscalation, at } from './testing/views.js';

const first = (status: Chain[0]['status']): Chain[0] => anEscalation({ status });
const later = (
  kind: 'last-resort' | 'organisation',
  status: Chain[0]['status'],
  parentId: string,
  id: string,
) => anEscalation({ escalationId: id, number: 8, kind, status, parentId });

describe('an escalation with its last resorts', () => {
  it('is called for as long as one of them is, and taken when one of them is', () => {
    expect(outcomeOf([first('delayed')])).toBe('calling');
    expect(outcomeOf([first('exhausted'), later('organisation', 'calling', 'escalation', 'b')])).toBe(
      'calling',
    );
    expect(outcomeOf([first('exhausted'), later('organisation', 'accepted', 'escalation', 'b')])).toBe(
      'taken',
    );
    expect(outcomeOf([first('accepted'), later('organisation', 'cancelled', 'escalation', 'b')])).toBe(
      'taken',
    );
    expect(outcomeOf([first('exhausted'), later('organisation', 'exhausted', 'escalation', 'b')])).toBe(
      'exhausted',
    );
    expect(outcomeOf([first('exhausted'), later('organisation', 'resolved', 'escalation', 'b')])).toBe(
      'over',
    );
  });

  it('counts the policy’s last resort and one round of the organisation’s list', () => {
    const own = later('last-resort', 'exhausted', 'escalation', 'b');
    const list = later('organisation', 'exhausted', 'b', 'c');
    const again = later('organisation', 'delayed', 'c', 'd');
    const beside = anEscalation({ escalationId: 'e', kind: 'additional', parentId: 'escalation' });
    expect(lastResortsOf([first('exhausted')], [again, beside, list, own])).toEqual([own, list]);
    expect(lastResortsOf([first('exhausted'), own, list], [again])).toEqual([]);
  });
});

describe('the end of barry escalate', () => {
  const end = (outcome: End['outcome'], ...chain: [Chain[0], ...Chain[0][]]): readonly [number, string] => {
    const it: End = { chain, outcome };
    return [exitOf(it), endText(it).words];
  };

  it('has an exit code and a sentence for each outcome', () => {
    const acceptances = [
      { userId: 'a', name: 'Aoi', at: at(5) },
      { userId: 'b', name: 'Ben', at: at(12.34) },
    ];
    const taken = anEscalation({ status: 'accepted', acceptances, incidentNumber: 3 });
    expect(end('taken', taken)).toEqual([0, 'Aoi and Ben took ESC-7 after 12.3 s. INC-3.']);
    expect(end('exhausted', first('exhausted'))).toEqual([3, 'Nobody took ESC-7.']);
    expect(end('over', first('resolved'))).toEqual([4, 'ESC-7 is over: the alerts are resolved.']);
    expect(end('over', first('cancelled'))).toEqual([4, 'ESC-7 was cancelled.']);
    expect(end('timeout', first('calling'))).toEqual([5, 'Nobody has taken ESC-7 yet; the calling goes on.']);
  });
});
