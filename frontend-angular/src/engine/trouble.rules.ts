import type { Engine, NotifierList } from '../generated/api/models';
import {
  choreWaits,
  type Level,
  levelOfCanary,
  levelOfChore,
  levelOfNotifier,
  levelOfRoute,
  levelOfWait,
  worst,
} from './level.rules';

/** Something that somebody should know of, in the order in which they should. */
export type Trouble =
  | { readonly kind: 'stale' | 'timer' | 'message'; readonly level: Level; readonly seconds: number }
  | { readonly kind: 'blind'; readonly level: Level }
  | { readonly kind: 'failed'; readonly level: Level; readonly name: string }
  | { readonly kind: 'overdue'; readonly level: Level; readonly name: string; readonly seconds: number }
  | { readonly kind: 'degraded' | 'open'; readonly level: Level; readonly name: string }
  | {
      readonly kind: 'notifier';
      readonly level: Level;
      readonly name: string;
      readonly reason: string | undefined;
    }
  | {
      readonly kind: 'canary';
      readonly level: Level;
      readonly name: string;
      readonly seconds: number;
      readonly reason: string | undefined;
    }
  | { readonly kind: 'findings'; readonly level: Level; readonly count: number };

/** Three looks that were missed: from then on good figures are no good news. */
const STALE_SECONDS = 15;

export function troublesOf(given: {
  readonly engine: Engine;
  readonly notifiers: NotifierList | undefined;
  /** They were asked for in vain: what is known of them is old, or nothing. */
  readonly isBlind: boolean;
  readonly now: number;
}): readonly Trouble[] {
  const { engine, notifiers, isBlind, now } = given;
  const age = (now - Date.parse(engine.at)) / 1000;
  const all: readonly Trouble[] = [
    { kind: 'stale', level: age > STALE_SECONDS ? 'alarm' : 'fine', seconds: age },
    ...engine.canaries.map((one): Trouble => ({
      kind: 'canary',
      level: levelOfCanary(one),
      name: one.url,
      seconds: one.ageSeconds,
      reason: one.failure,
    })),
    { kind: 'timer', level: levelOfWait(engine.latenessSeconds), seconds: engine.latenessSeconds },
    { kind: 'message', level: levelOfWait(engine.outboxSeconds), seconds: engine.outboxSeconds },
    ...engine.chores.map((chore): Trouble => {
      const level = levelOfChore(chore, engine.at);
      return chore.failure === undefined
        ? { kind: 'overdue', level, name: chore.name, seconds: choreWaits(chore, engine.at) }
        : { kind: 'failed', level, name: chore.name };
    }),
    { kind: 'blind', level: isBlind ? 'late' : 'fine' },
    ...(notifiers?.routes ?? []).map(({ state, route }): Trouble => ({
      kind: state === 'open' ? 'open' : 'degraded',
      level: levelOfRoute(state),
      name: route,
    })),
    ...(notifiers?.notifiers ?? []).map((one): Trouble => ({
      kind: 'notifier',
      level: levelOfNotifier(one),
      name: one.name,
      reason: one.reason,
    })),
    {
      kind: 'findings',
      level: engine.findingsOfTheDay > 0 ? 'late' : 'fine',
      count: engine.findingsOfTheDay,
    },
  ];
  const bad = all.filter(({ level }) => level !== 'fine');
  return [...bad.filter(({ level }) => level === 'alarm'), ...bad.filter(({ level }) => level === 'late')];
}

export const verdictOf = (troubles: readonly Trouble[]): Level => worst(troubles.map(({ level }) => level));
