/** The middle of the rounds and how far they lie apart. */
export function middle(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) / 2;
  const median = (sorted[Math.floor(at)] + sorted[Math.ceil(at)]) / 2;
  return { value: median, low: sorted[0], high: sorted.at(-1), rounds: sorted.length };
}

export async function inRounds(count, round) {
  const all = [];
  for (let i = 0; i < count; i += 1) all.push(await round(i));
  return all;
}
