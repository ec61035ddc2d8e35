const SHOWN = 80;
const LOOKS_LIKE_MAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/**
 * What somebody typed as their address, as it may be written down. Whatever is no address may be a password in the
 * wrong field: two characters of it are enough to recognise one's own slip.
 */
export function shownLogin(typed: string): string {
  // Control characters could write over the line in somebody's terminal.
  const text = typed.trim().replace(/\p{C}/gu, '');
  if (!LOOKS_LIKE_MAIL.test(text)) return `${Array.from(text).slice(0, 2).join('')}…`;
  return text.length > SHOWN
    ? `${Array.from(text)
        .slice(0, SHOWN - 1)
        .join('')}…`
    : text;
}
