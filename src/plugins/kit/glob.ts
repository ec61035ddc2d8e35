/**
 * Does the text fit a pattern in which `*` stands for anything? Letters' case does not matter. Looks from left to right
 * and never back, so that no text of a stranger can make it slow; that is why operators are asked for these and not for
 * regular expressions.
 */
export function fitsGlob(text: string, pattern: string): boolean {
  const given = text.toLowerCase();
  const [first = '', ...others] = pattern.toLowerCase().split('*');
  const last = others.pop();
  if (last === undefined) return given === first;
  if (!given.startsWith(first) || !given.endsWith(last)) return false;
  let at = first.length;
  for (const part of others) {
    const found = given.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= given.length - last.length;
}
