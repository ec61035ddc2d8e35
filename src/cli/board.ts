import type { EscalationView } from '../modules/escalation/escalation.dto.js';
import type { Chain } from './chain.js';
import { isLive } from './chain.js';
import { factsOf, factsOfCall, nobodyThere, type StageFact } from './stages.js';
import { clipped, padded, type Paint, plain, widthOf } from './text.js';

export const secondsText = (seconds: number): string => `${seconds.toFixed(1)} s`;

export const nameOf = ({ number }: Pick<EscalationView, 'number'>): string => `ESC-${number}`;

const KINDS: Readonly<Record<EscalationView['kind'], string>> = {
  first: 'calls',
  additional: 'calls more people of',
  handover: 'looks for somebody to take over in',
  'last-resort': 'calls the last resort of',
  organisation: 'calls the last-resort list of the organisation for',
  'still-on-it': 'asks after what was accepted in',
  test: 'tests whether a device rings, for',
  canary: 'rings the canaries of',
};

/** `ESC-7 calls Mail: the queue is stuck (high)` */
export const headOf = (view: EscalationView): string =>
  `${nameOf(view)} ${KINDS[view.kind]} ${plain(view.teamName)}: ${plain(view.title)} (${view.severity})`;

const nameWidth = (view: EscalationView): number =>
  Math.max(
    0,
    ...[...view.calls.map((call) => call.userName), ...view.next.map(({ name }) => name)]
      .map(plain)
      .map(widthOf),
  );

/** For files and pipes: one line for each fact, each once, whatever is shown how often. */
export class StageLog {
  private readonly said = new Set<string>();

  constructor(
    private readonly write: (line: string) => void,
    private readonly paint: Paint,
  ) {}

  show(chain: Chain): void {
    for (const view of chain) {
      if (this.isNew(view.escalationId)) this.write(headOf(view));
      for (const fact of factsOf(view))
        if (this.isNew(fact.key)) this.write(this.line(fact, nameWidth(view)));
    }
  }

  private line({ seconds, person, words, tone }: StageFact, width: number): string {
    const who = person === '' ? '' : `${padded(person, width)}  `;
    return `${secondsText(seconds).padStart(9)}  ${who}${this.paint(tone, words)}`;
  }

  private isNew(key: string): boolean {
    if (this.said.has(key)) return false;
    this.said.add(key);
    return true;
  }
}

export interface Room {
  readonly columns: number;
  readonly rows: number;
}

/** For a terminal: one line for each person, drawn again at every look. */
export function boardOf(chain: Chain, elapsedSeconds: number, room: Room, paint: Paint): readonly string[] {
  const drawn = chain.flatMap((view) => [
    clipped(
      `${headOf(view)}  ${isLive(view) ? `${Math.floor(elapsedSeconds)} s` : view.status}`,
      room.columns,
    ),
    ...personLines(view, room.columns, paint),
  ]);
  const foot = paint('dim', clipped('Ctrl-C ends the watching, not the calling.', room.columns));
  // A terminal can go up only to its first line; the newest is below.
  const space = Math.max(1, room.rows - 2);
  return [...(drawn.length > space ? ['…', ...drawn.slice(1 - space)] : drawn), foot];
}

function personLines(view: EscalationView, columns: number, paint: Paint): readonly string[] {
  const width = nameWidth(view);
  const people = [...new Set(view.calls.map((call) => call.userId))];
  const lines = people.map((userId) => {
    const call = view.calls.findLast((one) => one.userId === userId);
    const facts = call ? factsOfCall(call, view) : [];
    return personLine(facts, `  ${padded(facts[0]?.person ?? '', width)}`, columns, paint);
  });
  const next = view.next.map(({ name }) => plain(name)).join(', ');
  if (people.length === 0)
    lines.push(...nobodyThere(view).map(({ words, tone }) => `  ${paint(tone, words)}`));
  return next === '' ? lines : [...lines, paint('dim', clipped(`  next: ${next}`, columns))];
}

/** The latest of it is what counts: the line is cut at its beginning. */
function personLine(facts: readonly StageFact[], who: string, columns: number, paint: Paint): string {
  const shown = facts
    .slice(1)
    .map((fact) => ({ text: `${fact.words} ${fact.seconds.toFixed(1)}`, tone: fact.tone }));
  const parts = shown.length > 0 ? shown : [{ text: facts[0]?.words ?? '', tone: 'plain' as const }];
  const width = (): number => widthOf(who) + parts.reduce((sum, { text }) => sum + widthOf(text) + 2, 0);
  while (parts.length > 1 && width() > columns) parts.shift();
  return [
    who,
    ...parts.map(({ text, tone }) => paint(tone, clipped(text, Math.max(8, columns - widthOf(who) - 2)))),
  ].join('  ');
}

/** What is written to draw over what was drawn before. */
export const redraw = (lines: readonly string[], before: number): string =>
  `${before > 0 ? `\u001b[${before}A\u001b[J` : ''}${lines.join('\n')}\n`;
