import { isRecord, type Link, linksOf, textOf, textsOf, webUrl } from '../../kit/index.js';

const LONGEST_LABEL = 200;
const LONGEST_DESCRIPTION = 8_000;

/** What the responder reads: the details as lines, whatever their sender nested into them. */
export function describedBy(details: unknown): string | undefined {
  const text = isRecord(details)
    ? Object.entries(details)
        .flatMap(([name, value]) => lineOf(name, value))
        .join('\n')
    : textOf(details)?.trim();
  if (!text) return undefined;
  return text.length > LONGEST_DESCRIPTION ? `${text.slice(0, LONGEST_DESCRIPTION)}…` : text;
}

function lineOf(name: string, value: unknown): readonly string[] {
  if (value === null || value === undefined) return [];
  const text = (textOf(value) ?? JSON.stringify(value)).trim();
  if (text === '') return [];
  return [text.includes('\n') ? `${name}:\n${text}` : `${name}: ${text}`];
}

/** The details that are short enough to be asked for by rules and to be seen at a glance. */
export const labelsIn = (details: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries(textsOf(details)).filter(
      ([, value]) => value.trim() !== '' && value.length <= LONGEST_LABEL && !value.includes('\n'),
    ),
  );

/** `links` and `images` of an event; the first version of the API calls both `contexts`. */
export function linksIn(...lists: readonly unknown[]): readonly Link[] {
  return lists.flatMap((list): readonly unknown[] => (Array.isArray(list) ? list : [])).flatMap(linkOf);
}

function linkOf(one: unknown): readonly Link[] {
  if (!isRecord(one)) return [];
  const [image, address] = [webUrl(textOf(one['src']) ?? ''), webUrl(textOf(one['href']) ?? '')];
  const text = (textOf(one['text']) ?? textOf(one['alt']))?.trim() || undefined;
  return [
    ...(image === undefined ? [] : [{ kind: 'image' as const, url: image, text }]),
    ...(address === undefined ? [] : [{ kind: 'other' as const, url: address, text }]),
  ];
}

/** The page of the sender itself, and what its author wrote into the details for whoever is called. */
export function knownLinks(client: { readonly url: unknown }, details: unknown): readonly Link[] {
  const texts = textsOf(details);
  return linksOf({
    source: textOf(client.url),
    runbook: texts['runbook_url'] ?? texts['runbook'],
    dashboard: texts['dashboard_url'] ?? texts['dashboard'],
  });
}
