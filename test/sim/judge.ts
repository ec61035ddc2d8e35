import { brokenInvariants, type Query } from '../harness/invariants.js';
import type { Monitor } from './monitor.js';
import type { Providers } from './outside.js';
import type { People, Somebody } from './people.js';
import type { Requests } from './requests.js';
import type { Scenario } from './scenario.js';

export interface Judged {
  readonly look: Query;
  readonly scenario: Scenario;
  readonly deaths: number;
  readonly everybody: readonly Somebody[];
  readonly people: People;
  readonly monitor: Monitor;
  readonly providers: Providers;
  readonly requests: Requests;
  readonly hasEnded: boolean;
  readonly startMs: number;
}

/** What was promised and not kept, in words; an empty list is what everybody wants to see. */
export async function judge(given: Judged): Promise<readonly string[]> {
  const { look, hasEnded } = given;
  return [
    ...(hasEnded ? [] : ['22 the world has not come to its end']),
    ...(await brokenInvariants(look, 'some')),
  ];
}
