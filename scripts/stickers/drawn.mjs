import { Problem } from '../problem.mjs';
import { sticker } from './document.mjs';
import { CALLS } from './poses-calls.mjs';
import { PEOPLE } from './poses-people.mjs';
import { WORK } from './poses-work.mjs';

const POSES = { ...WORK, ...CALLS, ...PEOPLE };

/** File name → text, for every sticker of the pack. */
export function drawn(pack) {
  const unknown = Object.keys(POSES).filter((id) => !pack.stickers.some((each) => each.id === id));
  if (unknown.length) throw new Problem(`pack.json does not list ${unknown.join(', ')}.`);
  return Object.fromEntries(
    pack.stickers.map(({ id, text }) => {
      const art = POSES[id];
      if (art === undefined) throw new Problem(`pack.json lists ${id}, and there is no pose of it.`);
      return [`${id}.svg`, sticker(id, text, art)];
    }),
  );
}
