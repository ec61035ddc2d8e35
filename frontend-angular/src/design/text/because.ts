import type { Texts } from './texts';

/** `service:shop` in words, with what it names; a name may hold a colon of its own. */
export function becauseInWords(code: string, texts: Texts): string {
  const colon = code.indexOf(':');
  if (colon === -1) return texts.word('because', code);
  const [how, what] = [code.slice(0, colon), code.slice(colon + 1)];
  if (how === 'rule') return texts.t('routing.ruleNamed', { rule: what });
  return `${texts.word('because', how)} (${what})`;
}
