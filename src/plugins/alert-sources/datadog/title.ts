/** What stands before the name in a title that Datadog wrote: "[P2] [Triggered on {host:web-1}] Memory". */
export interface Heading {
  readonly name: string;
  readonly isTest: boolean;
  readonly priority?: string | undefined;
  readonly transition?: string | undefined;
  /** The tags of the one that fired, where a monitor watches many. */
  readonly on?: string | undefined;
}

const STATE =
  /^((?:re-)?triggered|(?:re-)?warn|(?:re-)?no data|recovered|renotify)(?: on \{([^}]{0,500})\})?$/i;

/** Takes the brackets off, each kind once, as long as they are Datadog's own. */
export function headingOf(title: string, before: Omit<Heading, 'name'> = { isTest: false }): Heading {
  const text = title.trim();
  const [, inside, rest = ''] = /^\[([^\]]{1,600})\]\s*(.*)$/s.exec(text) ?? [];
  if (inside === undefined) return { ...before, name: text };
  const [, transition, on] = STATE.exec(inside) ?? [];
  if (transition !== undefined && before.transition === undefined)
    return headingOf(rest, { ...before, transition, on });
  if (/^p[1-5]$/i.test(inside) && before.priority === undefined)
    return headingOf(rest, { ...before, priority: inside });
  if (/^test$/i.test(inside) && !before.isTest) return headingOf(rest, { ...before, isTest: true });
  // A name in brackets stands alone.
  return { ...before, name: rest === '' ? inside : text };
}
