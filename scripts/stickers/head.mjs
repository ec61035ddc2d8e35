// Head coordinates: origin between the cheeks, eyes at (±26, -9), nose at (0, 6). The right half is drawn, the left is its mirror.
import { both, dot, FINE, flip, line, patch, shape } from './ink.mjs';
import { C } from './palette.mjs';

const EAR = shape(C.hoop, 'M34-50C47-60 63-55 71-40C79-25 83-4 78 13C75 22 66 23 60 15C53 3 49-10 43-22Z');
const OUTLINE =
  'M0-61C28-61 49-47 54-26C57-12 57-2 56 6C60 13 65 19 71 22C68 27 65 29 61 30C64 36 67 40 71 42C66 47 60 48 55 47' +
  'C50 58 30 64 0 64C-30 64-50 58-55 47C-60 48-66 47-71 42C-67 40-64 36-61 30C-65 29-68 27-71 22C-65 19-60 13-56 6' +
  'C-57-2-57-12-54-26C-49-47-28-61 0-61Z';
const PATCH = patch(
  C.brown,
  'M13-58C32-56 47-44 51-26C54-12 54-2 53 7C56 10 58 13 59 17C44 21 28 16 20 7C11-3 15-16 13-28C12-40 6-48 13-58Z',
);
const MUZZLE = shape(
  C.white,
  'M0-2C22-4 36 8 45 24C54 40 55 61 36 62C19 63 6 55 0 43C-6 55-19 63-36 62C-55 61-54 40-45 24C-36 8-22-4 0-2Z',
);
const NOSE =
  shape(C.dark, 'M0-5C10-5 18-2 18 5C18 14 8 21 0 22C-8 21-18 14-18 5C-18-2-10-5 0-5Z') +
  patch(C.white, 'M-11 4C-11 0-4-1 1 0C1 3-11 7-11 4Z');
const SMILE = shape(C.tongue, 'M-19 54C-15 72 15 72 19 54L0 44Z');

const MOUTHS = {
  smile: SMILE,
  open:
    shape(C.dark, 'M-28 48C-30 88 30 88 28 48Z') +
    patch(C.tongue, 'M-17 73C-14 56 14 56 17 73C9 80-9 80-17 73Z'),
  tongue: shape(C.tongue, 'M-15 46C-18 86 18 86 15 46L0 40Z') + line('M0 50V64', FINE),
  // The flews alone look glum enough.
  glum: '',
};

/** White below the pupil, the breed's haw; the lid droops outwards. */
function openEye(x, dx, dy) {
  return (
    `<ellipse cx="${x}" cy="-7" rx="11.5" ry="13" fill="#fff" stroke="none"/>` +
    `<ellipse cx="${x + dx}" cy="${-9 + dy}" rx="10.5" ry="11.5" fill="${C.dark}" stroke="none"/>` +
    dot(x + dx + 3.5, -13 + dy, 4, C.white)
  );
}

/** Both look the same way: `dx`, `dy` move the pupils. */
export const looking = (dx, dy) =>
  openEye(26, dx, dy) + openEye(-26, dx, dy) + both(line('M15-17C20-24 34-23 39-11', FINE));

/** Wide awake, with a second small light. */
const BRIGHT =
  both(`<ellipse cx="25" cy="-9" rx="10.5" ry="12.5" fill="${C.dark}" stroke="none"/>`) +
  [-25, 25].map((x) => dot(x + 3.5, -13.5, 4.4, C.white) + dot(x - 3.5, -4, 2, C.white)).join('');

/** The lid covers the upper half: waiting since long. */
const halfShut = (dx, dy) =>
  openEye(26, dx, dy) +
  openEye(-26, dx, dy) +
  both(patch(C.brown, 'M12-14C12-25 40-25 41-4Z') + line('M13-13L40-3', FINE));

const EYES = {
  open: looking(0, 0),
  up: looking(0, -1.5),
  bright: BRIGHT,
  happy: both(line('M14-4C17-18 34-18 38-3')),
  shut: both(line('M13-10C17 1 34 1 38-9')),
  weary: halfShut(-3, 3),
};

const brow = ([turn, y]) =>
  `<ellipse cx="27" cy="${y}" rx="8" ry="4.5" fill="${C.orange}" stroke="none" transform="rotate(${turn} 27 ${y})"/>`;
const ear = (turn) => (turn ? `<g transform="rotate(${turn} 43 -42)">${EAR}</g>` : EAR);

/** Brows do the acting: 16 calm, 6 and higher curious, -24 worried. Ears turn about their root: [left, right]. */
export function head({ eyes = 'open', brows = [16, -33], mouth = 'smile', ears = [0, 0] } = {}) {
  return (
    shape(C.cream, OUTLINE) +
    both(PATCH) +
    line(OUTLINE) +
    (brows ? both(brow(brows)) : '') +
    (EYES[eyes] ?? eyes) +
    flip(ear(ears[0])) +
    ear(ears[1]) +
    MOUTHS[mouth] +
    MUZZLE +
    line('M0 22V42', FINE) +
    NOSE
  );
}
