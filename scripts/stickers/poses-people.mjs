// What one says to another.
import { barrel, bigBarrel, collar, feet, lying, paw, ribbon, sitting } from './body.mjs';
import { head, looking } from './head.mjs';
import { at, ball, bothSides, dot, FINE, line, patch, shape, stroke } from './ink.mjs';
import { C } from './palette.mjs';

const heart = shape(
  C.red,
  'M120 222C94 204 68 186 68 160C68 136 104 130 120 152C136 130 172 136 172 160C172 186 146 204 120 222Z',
);

const nightCap = shape(
  C.alpine,
  'M44 112C46 60 92 34 132 62C158 56 178 72 188 98C170 92 158 92 146 102C114 88 76 92 44 112Z',
);
const moon = shape(
  C.moon,
  'M206 18C186 18 170 32 172 52C174 72 194 80 212 70C198 66 192 56 192 44C192 33 198 24 206 18Z',
);

/** Struck through: it rang for nothing. */
const bell =
  ball(0, 32, 12, C.orange) +
  ball(0, -46, 8, C.moon) +
  shape(C.moon, 'M-46 30C-37 20-37 6-36-8C-34-34-18-46 0-46C18-46 34-34 36-8C37 6 37 20 46 30Z') +
  stroke(C.dark, 18, 'M-42-32L44 38') +
  stroke(C.red, 8, 'M-42-32L44 38');

const arrow = shape(C.sky, 'M180 150H196V132L226 162L196 192V174H180Z');

const medal =
  ball(0, 0, 26, C.moon) +
  patch(C.white, 'M0-16L4.7-5.5L16-4.4L7.5 3.2L10 14.5L0 8.5L-10 14.5L-7.5 3.2L-16-4.4L-4.7-5.5Z');

const raised =
  shape(C.cream, 'M72 190C48 160 26 110 16 56C12 30 46 24 52 46C60 86 76 120 100 140Z') +
  line('M27 40V50M39 37V47', FINE);

const STRETCHED = 'M96 150C120 118 160 100 190 106C214 112 220 150 214 204H180C184 188 172 180 150 184Z';
const RAYS = Array.from({ length: 5 }, (_, i) => {
  const t = Math.PI * (1 + (i + 2) / 8);
  const p = (r) => `${+(120 + r * Math.cos(t)).toFixed(1)} ${+(112 + r * Math.sin(t)).toFixed(1)}`;
  return `M${p(78)}L${p(92)}`;
}).join('');

export const PEOPLE = {
  'false-alarm':
    sitting +
    feet +
    at(
      112,
      84,
      -4,
      collar + head({ eyes: 'happy', mouth: 'tongue', ears: [-14, -14] }) + at(-20, 92, 4, barrel),
    ) +
    at(44, 164, -50, paw) +
    at(176, 168, 0, bell),
  'handing-over':
    sitting +
    at(104, 84, 4, head({ eyes: looking(2, 1), brows: [16, -34] })) +
    at(118, 178, -4, bigBarrel + dot(0, 0, 9, C.cream)) +
    at(62, 192, 40, paw) +
    at(132, 206, 0, paw) +
    arrow,
  'thank-you':
    sitting +
    at(120, 84, 0, collar + head({ eyes: 'shut', brows: [10, -34] })) +
    heart +
    at(76, 178, 30, paw) +
    at(164, 178, -30, paw),
  'good-work':
    bothSides(raised) +
    sitting +
    at(120, 94, 0, ribbon + head({ eyes: 'happy', ears: [6, 6] })) +
    at(120, 190, 0, medal) +
    line('M120 14V26M96 18L100 29M144 18L140 29'),
  'good-night':
    lying +
    at(186, 196, 0, barrel) +
    at(96, 150, -6, head({ eyes: 'shut', brows: [4, -33] })) +
    nightCap +
    ball(190, 106, 11, C.white) +
    moon +
    line('M30 34H54L30 62H54M72 18H88L72 38H88'),
  'good-morning':
    ball(120, 112, 66, C.moon) +
    line(RAYS) +
    shape(C.brown, 'M176 124C188 104 192 84 186 62C182 46 196 38 208 46C226 58 226 96 206 132Z') +
    patch(C.cream, 'M187 60C184 48 197 41 207 48C213 52 217 60 218 68C208 74 196 72 187 60Z') +
    line('M176 124C188 104 192 84 186 62C182 46 196 38 208 46C226 58 226 96 206 132') +
    shape(C.cream, STRETCHED) +
    patch(C.brown, 'M146 116C174 100 206 102 213 138C215 148 215 158 214 168C190 164 160 146 146 116Z') +
    line(STRETCHED) +
    at(196, 208, 0, paw) +
    at(92, 136, -4, collar + head({ eyes: 'bright', mouth: 'open', brows: [8, -34] })) +
    at(58, 208, 0, paw) +
    at(122, 208, 0, paw),
};
