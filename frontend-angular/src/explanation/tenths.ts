/** The tenth of a second of an instant, as it is written after the seconds. */
export function tenths(at: string): string {
  return String(Math.floor((Date.parse(at) % 1000) / 100));
}
