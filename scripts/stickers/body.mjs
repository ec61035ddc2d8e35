import { at, bothSides, dot, FINE, line, patch, shape, stroke } from './ink.mjs';
import { C } from './palette.mjs';

const round = (colour) => shape(colour, 'M-50 44C-30 66 30 66 50 44L54 60C32 84-32 84-54 60Z');
export const collar = round(C.red);
/** Of the medal, in place of the collar. */
export const ribbon = round(C.alpine);

/** No cross on it, ever: red crosses and Swiss arms are protected. Its sign is the bung. */
export const barrel =
  shape(C.orange, 'M-29-17C-12-24 12-24 29-17C34-7 34 7 29 17C12 24-12 24-29 17C-34 7-34-7-29-17Z') +
  stroke(C.hoop, 6, 'M-16-17C-19-7-19 7-16 17M16-17C19-7 19 7 16 17') +
  dot(0, 0, 5.5, C.cream);

export const paw =
  shape(C.cream, 'M-20 12C-25-3-17-17 0-17C17-17 25-3 20 12C14 18-14 18-20 12Z') +
  line('M-7 6V15M7 6V15', FINE);

const SITTING =
  'M76 122C60 142 50 170 44 196C40 212 48 220 62 220H178C192 220 200 212 196 196C190 170 180 142 164 122Z';
const FLANK = patch(C.brown, 'M76 122C60 142 50 170 44 196C40 212 48 220 62 220H68C64 192 74 160 90 138Z');

/** Sitting, from the front; the centre of the head belongs at (120, 84). */
export const sitting = shape(C.cream, SITTING) + bothSides(FLANK) + line(SITTING);
export const feet = at(92, 206, 0, paw) + at(148, 206, 0, paw);

const LYING =
  'M52 218C22 214 14 186 26 164C42 134 92 118 136 126C184 134 222 166 218 198C216 212 206 218 192 218Z';
/** Lying on the belly, the head at the left. */
export const lying =
  shape(C.cream, LYING) +
  patch(C.brown, 'M112 126C156 122 200 146 211 176C190 190 150 176 112 126Z') +
  line(LYING);

/** Held in both paws: twice as near as the one at the collar. */
export const bigBarrel =
  shape(C.orange, 'M-50-28C-22-40 22-40 50-28C58-12 58 12 50 28C22 40-22 40-50 28C-58 12-58-12-50-28Z') +
  stroke(C.hoop, 8, 'M-28-29C-33-14-33 14-28 29M28-29C33-14 33 14 28 29');

/** The fore leg at the right, held up beside the head; `toes` at its end. */
export const raisedLeg =
  shape(C.cream, 'M164 176C176 156 182 130 182 108C182 88 212 86 214 108C216 134 208 164 200 184Z') +
  line('M193 98V106M204 98V106', FINE);
