// What I am doing about it.
import { barrel, bigBarrel, collar, feet, lying, paw, sitting } from './body.mjs';
import { head, looking } from './head.mjs';
import { at, ball, bentArrow, dot, FINE, flip, line, patch, shape, stroke } from './ink.mjs';
import { C } from './palette.mjs';

const BACK = 'M138 104C108 94 66 100 48 118C36 134 42 162 60 170C90 180 134 180 164 168';
const running =
  shape(C.brown, 'M46 134C28 124 16 106 18 84C18 74 32 73 35 82C38 98 48 106 60 112Z') +
  shape(C.brown, 'M54 150C40 162 30 176 20 188C15 200 28 208 38 201C56 190 72 180 84 168Z') +
  shape(C.cream, 'M78 166C68 178 60 190 55 202C54 214 71 215 78 206C90 194 104 184 110 172Z') +
  shape(C.cream, `${BACK}Z`) +
  patch(C.brown, 'M136 107C108 98 72 102 52 119C46 128 45 138 48 146C72 158 110 146 136 107Z') +
  line(BACK) +
  shape(C.cream, 'M156 130C164 160 176 182 188 196C198 207 214 199 209 186C202 170 196 150 190 124Z');

const magnifier =
  shape(C.orange, 'M172 104L183 96L206 134L194 142Z') +
  ball(148, 76, 38, C.snow) +
  `<ellipse cx="147" cy="76" rx="19" ry="22" fill="${C.dark}" stroke="none"/>` +
  dot(154, 67, 7.5, C.white);

const snowDrift = shape(
  C.snow,
  'M16 222C14 200 30 186 50 190C60 174 84 174 96 186C112 172 140 174 148 188C168 176 204 182 206 200C222 200 228 212 224 222Z',
);
const exclamation =
  shape(C.orange, 'M182 26C192 20 208 22 210 32L203 78H189L177 38C176 32 178 28 182 26Z') +
  ball(195, 97, 9.5, C.orange);

/** Long, round at both ends, with a pad and its holes: it holds for now. */
const plaster =
  shape(C.cream, 'M-48-17H48C64-17 64 17 48 17H-48C-64 17-64-17-48-17Z') +
  patch(C.tongue, 'M-20-14H20V14H-20Z') +
  line('M-22-16V16M22-16V16', FINE) +
  [-40, 40].map((x) => dot(x, -6, 3, C.orange) + dot(x, 6, 3, C.orange)).join('');

const tick = ball(184, 174, 37, C.fir) + stroke(C.white, 11, 'M168 175L180 187L201 162');

/** One tube of the binoculars, at the right eye. */
const tube =
  shape(C.alpine, 'M6-24C14-38 44-40 52-24L60 2C62 24 46 36 30 36C14 36 4 24 4 6Z') +
  ball(31, 6, 20, C.snow) +
  dot(31, 6, 13, C.sky) +
  dot(24, -1, 5, C.white);
const binoculars = shape(C.alpine, 'M-12-14H12V10H-12Z') + tube + flip(tube);

export const WORK = {
  'on-my-way':
    running +
    at(
      132,
      88,
      5,
      collar +
        head({ eyes: 'bright', mouth: 'open', brows: [8, -33], ears: [-20, -20] }) +
        at(12, 94, -16, barrel),
    ) +
    line('M14 128H28M14 152H30M14 176H24'),
  'looking-into-it':
    sitting +
    feet +
    at(120, 84, 0, collar + head({ eyes: looking(1, 0), brows: [6, -35] }) + at(0, 90, 0, barrel)) +
    magnifier +
    at(198, 144, -24, paw),
  'found-it':
    shape(C.cream, 'M168 198C174 178 173 158 171 144C169 124 199 118 205 138C209 154 210 178 208 198Z') +
    line('M181 132V140M192 132V140', FINE) +
    at(
      98,
      102,
      -5,
      collar +
        head({ eyes: 'bright', mouth: 'tongue', brows: [6, -35], ears: [-6, 0] }) +
        at(0, 90, 0, barrel),
    ) +
    snowDrift +
    exclamation,
  'rolling-back':
    dot(120, 118, 90, C.white) +
    bentArrow({ x: 120, y: 118, r: 90, width: 22, from: 140, to: -150, head: 28, fill: C.sky }) +
    shape(C.cream, 'M62 160C44 108 76 62 120 60C164 62 196 108 178 160Z') +
    at(88, 52, -16, paw) +
    at(152, 52, 16, paw) +
    at(120, 158, 180, head({ eyes: 'happy', mouth: 'open', brows: [10, -34], ears: [-26, -26] })) +
    at(78, 104, 150, paw) +
    at(162, 104, -150, paw),
  mitigated:
    sitting +
    at(120, 80, 0, head({ brows: [10, -34] })) +
    at(120, 182, 0, bigBarrel + at(0, 0, -28, plaster)) +
    at(60, 184, 40, paw) +
    at(180, 184, -40, paw),
  fixed:
    sitting +
    feet +
    at(120, 84, 0, collar + head({ eyes: 'happy', mouth: 'tongue' }) + at(-8, 94, 0, barrel)) +
    tick,
  monitoring:
    shape(C.brown, 'M182 168C202 150 210 122 202 98C198 86 214 78 222 92C232 122 222 168 200 190Z') +
    lying +
    at(
      106,
      112,
      0,
      collar + head({ brows: [6, -46], ears: [0, -18] }) + at(0, -6, 0, binoculars) + at(0, 88, 0, barrel),
    ) +
    at(34, 132, 62, paw) +
    at(178, 132, -62, paw),
};
