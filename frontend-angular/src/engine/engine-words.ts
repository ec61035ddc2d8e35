import type { Texts } from '../design/text/texts';
import { duration } from '../design/time/format';
import type { Level } from './level.rules';
import type { Trouble } from './trouble.rules';

export type Words = Pick<Texts, 't' | 'count' | 'word' | 'language'>;

/** "0 s", "2.4 s", "14 s", "3 m": where a tenth matters it is there. */
export function waitText(seconds: number, texts: Words): string {
  const isShort = seconds > 0 && seconds < 10;
  if (!isShort) return duration(seconds * 1000, texts.language());
  return `${seconds.toFixed(1)}${texts.language() === 'ja' ? '秒' : ' s'}`;
}

/** Never by colour alone. */
export function levelWord(level: Level, { t }: Words): string {
  if (level === 'fine') return t('engine.inTime');
  return level === 'late' ? t('engine.isLate') : t('engine.isFarTooLate');
}

export function troubleText(trouble: Trouble, texts: Words): string {
  const { t, word } = texts;
  switch (trouble.kind) {
    case 'stale':
      return t('engine.troubleStale', { time: waitText(trouble.seconds, texts) });
    case 'timer':
      return t('engine.troubleTimer', { time: waitText(trouble.seconds, texts) });
    case 'message':
      return t('engine.troubleMessage', { time: waitText(trouble.seconds, texts) });
    case 'blind':
      return t('engine.troubleBlind');
    case 'failed':
      return t('engine.troubleFailed', { name: word('choreName', trouble.name) });
    case 'overdue':
      return t('engine.troubleOverdue', {
        name: word('choreName', trouble.name),
        time: waitText(trouble.seconds, texts),
      });
    case 'degraded':
      return t('engine.troubleDegraded', { name: trouble.name });
    case 'open':
      return t('engine.troubleOpen', { name: trouble.name });
    case 'notifier':
      return t('engine.troubleNotifier', {
        name: trouble.name,
        reason: trouble.reason ?? t('engine.noReason'),
      });
    case 'canary':
      return t('engine.troubleCanary', {
        url: trouble.name,
        time: waitText(trouble.seconds, texts),
        reason: trouble.reason ?? t('engine.canarySilent'),
      });
    case 'findings':
      return texts.count('engine.troubleFindings', trouble.count);
  }
}

export interface FindingWords {
  readonly what: string;
  readonly did: string;
  readonly todo: string;
}

/** What a finding means, what Barry did, and what is left for the reader. The server may know newer ones. */
export function findingWords(code: string, { t, word }: Words): FindingWords {
  const what = word('findingWhat', code);
  if (what === code) return { what: t('engine.newerCode'), did: '', todo: t('engine.newerDo') };
  return { what, did: word('findingDid', code), todo: word('findingDo', code) };
}
