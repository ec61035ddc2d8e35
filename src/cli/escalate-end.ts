import { nameOf, secondsText } from './board.js';
import { decisiveOf, EXIT_OF } from './chain.js';
import { EXIT } from './failures.js';
import type { End } from './follow.js';
import { secondsSince } from './stages.js';
import { plain, type Tone } from './text.js';

export const exitOf = ({ outcome }: End): number => (outcome === 'timeout' ? EXIT.timeout : EXIT_OF[outcome]);

/** The last line, in words. */
export function endText({ chain, outcome }: End): { readonly words: string; readonly tone: Tone } {
  const [first] = chain;
  const view = decisiveOf(chain);
  switch (outcome) {
    case 'taken': {
      const names = view.acceptances.map(({ name }) => plain(name)).join(' and ');
      const at = view.acceptances.at(-1)?.at ?? first.startedAt;
      const incident = view.incidentNumber === undefined ? '' : ` INC-${view.incidentNumber}.`;
      const words = `${names} took ${nameOf(view)} after ${secondsText(secondsSince(first.startedAt, at))}.${incident}`;
      return { words, tone: 'good' };
    }
    case 'exhausted': {
      const goesOn =
        view.kind === 'organisation'
          ? ' The last-resort list of the organisation is called again every few minutes.'
          : '';
      return { words: `Nobody took ${nameOf(first)}.${goesOn}`, tone: 'bad' };
    }
    case 'over':
      return {
        words:
          view.status === 'cancelled'
            ? `${nameOf(view)} was cancelled.`
            : `${nameOf(view)} is over: the alerts are resolved.`,
        tone: 'plain',
      };
    case 'timeout':
      return { words: `Nobody has taken ${nameOf(first)} yet; the calling goes on.`, tone: 'bad' };
  }
}
