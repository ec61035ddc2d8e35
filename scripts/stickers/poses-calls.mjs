// Whom I need, and whom I wait for.
import { barrel, collar, feet, paw, raisedLeg, sitting } from './body.mjs';
import { head, looking } from './head.mjs';
import { at, band, bothSides, dot, FINE, line, patch, shape, stroke } from './ink.mjs';
import { C } from './palette.mjs';

const WORRIED = { eyes: 'up', brows: [-24, -35], mouth: 'glum' };

const drop = shape(C.sky, 'M30 54C38 66 40 72 38 78C34 86 22 84 20 76C19 70 24 62 30 54Z');

const lifebuoy =
  bothSides(patch(C.red, 'M80 172L56 210C44 204 37 194 37 180L62 166Z')) +
  patch(C.red, 'M104 184H136L142 217H98Z') +
  line('M62 166C72 180 96 185 120 185C144 185 168 180 178 166');

/** One disc of the store: three make a database. */
const disc = (y) =>
  shape(
    C.sky,
    `M66 ${y}C66 ${y - 14} 174 ${y - 14} 174 ${y}V${y + 18}C174 ${y + 34} 66 ${y + 34} 66 ${y + 18}Z`,
  ) +
  line(`M66 ${y}C66 ${y + 14} 174 ${y + 14} 174 ${y}`) +
  dot(88, y + 18, 4.5, C.white);

/** Pulled out: the contacts look to the right. */
const plug =
  shape(C.snow, 'M-20-18H18V18H-20Z') +
  patch(C.moon, 'M2-13H15V13H2Z') +
  line('M2-5H18M2 5H18', FINE) +
  shape(C.alpine, 'M-34-10L-18-13V13L-34 10Z');
const bolt = shape(C.moon, 'M126 148L106 184H119L112 216L138 176H124L136 148Z');

const receiver =
  shape(
    C.alpine,
    'M-12-52C-2-58 14-54 16-44L14-26C12-20 6-18 0-18C-6-8-6 8 0 18C6 18 12 20 14 26L16 44C14 54-2 58-12 52C-34 34-34-34-12-52Z',
  ) + stroke(C.sky, 5, 'M-17-32C-24-12-24 12-17 32');

const hourglass =
  shape(C.snow, 'M-24-44H24C24-20 8-10 8 0C8 10 24 20 24 44H-24C-24 20-8 10-8 0C-8-10-24-20-24-44Z') +
  patch(C.orange, 'M-15-22H15C10-12 3-8 3 0V22C12 26 18 32 20 41H-20C-18 32-12 26-3 22V0C-3-8-10-12-15-22Z') +
  shape(C.hoop, 'M-30-54H30V-42H-30Z') +
  shape(C.hoop, 'M-30 42H30V54H-30Z');

export const CALLS = {
  'need-help':
    raisedLeg +
    shape(
      C.white,
      'M120 132C170 132 206 148 206 176C206 204 170 220 120 220C70 220 34 204 34 176C34 148 70 132 120 132Z',
    ) +
    at(112, 80, -4, head({ ...WORRIED, ears: [4, 4] })) +
    lifebuoy +
    drop,
  'need-dba':
    sitting +
    disc(191) +
    disc(170) +
    disc(149) +
    at(120, 78, 0, head(WORRIED)) +
    at(64, 178, 40, paw) +
    at(176, 178, -40, paw),
  'need-network':
    sitting +
    band(C.alpine, [72, 114, 4, 104, 6, 196, 56, 184], 14) +
    band(C.alpine, [168, 114, 236, 104, 234, 196, 184, 184], 14) +
    at(120, 80, 0, head(WORRIED)) +
    at(84, 182, 0, plug) +
    at(156, 182, 180, plug) +
    bolt +
    at(52, 196, 30, paw) +
    at(188, 196, -30, paw),
  'need-vendor':
    sitting +
    feet +
    at(
      112,
      84,
      -6,
      collar + head({ eyes: looking(2, 0), brows: [-12, -35], mouth: 'open' }) + at(0, 94, 0, barrel),
    ) +
    at(196, 92, 188, receiver) +
    at(206, 150, -30, paw),
  'waiting-vendor':
    sitting +
    at(148, 206, 0, paw) +
    at(116, 84, 5, collar + head({ eyes: 'weary', brows: [-18, -37], mouth: 'glum' })) +
    at(200, 98, 184, receiver) +
    at(206, 154, -30, paw) +
    at(62, 166, 0, hourglass) +
    at(104, 206, 0, paw),
};
