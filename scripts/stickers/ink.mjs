// How Barry is drawn: the outline (6) and its colour come from the document; these only say shapes.

/** Toes, mouth, lids: finer than the outline. */
export const FINE = 4.5;

export const shape = (fill, d) => `<path fill="${fill}" d="${d}"/>`;
/** A patch of colour without an outline: not part of the silhouette. */
export const patch = (fill, d) => `<path fill="${fill}" d="${d}" stroke="none"/>`;
export const line = (d, width) => `<path fill="none" d="${d}"${width ? ` stroke-width="${width}"` : ''}/>`;
/** A line in a colour of its own, inside the silhouette. */
export const stroke = (colour, width, d) =>
  `<path fill="none" stroke="${colour}" stroke-width="${width}" d="${d}"/>`;
export const dot = (x, y, r, fill) => `<circle cx="${x}" cy="${y}" r="${r}" fill="${fill}" stroke="none"/>`;
export const ball = (x, y, r, fill) => `<circle cx="${x}" cy="${y}" r="${r}" fill="${fill}"/>`;

/** Parts are moved and turned, never scaled: the line would become thin or thick. */
export const at = (x, y, turn, art) =>
  `<g transform="translate(${x} ${y})${turn ? ` rotate(${turn})` : ''}">${art}</g>`;
export const flip = (art) => `<g transform="scale(-1 1)">${art}</g>`;
/** The right half and its mirror, about x = 0 (parts) or the middle of the picture (bodies). */
export const both = (art) => art + flip(art);
export const bothSides = (art) => `${art}<g transform="translate(240 0) scale(-1 1)">${art}</g>`;

const short = (value) => String(+value.toFixed(1));
const xy = (x, y) => `${short(x)} ${short(y)}`;

/** An arrow bent round a centre; angles in degrees, from one to the other. */
export function bentArrow({ x, y, r, width, from, to, head, fill }) {
  const turn = Math.sign(to - from);
  const at = (angle, radius) => {
    const t = (angle * Math.PI) / 180;
    return xy(x + radius * Math.cos(t), y + radius * Math.sin(t));
  };
  const large = Math.abs(to - from) > 180 ? 1 : 0;
  const [outer, inner] = [r + width / 2, r - width / 2];
  const sweep = turn > 0 ? 1 : 0;
  return shape(
    fill,
    `M${at(from, outer)}A${outer} ${outer} 0 ${large} ${sweep} ${at(to, outer)}` +
      `L${at(to, outer + width * 0.7)}L${at(to + turn * head, r)}L${at(to, inner - width * 0.7)}L${at(to, inner)}` +
      `A${inner} ${inner} 0 ${large} ${1 - sweep} ${at(from, inner)}Z`,
  );
}

/** A cable: an even band along one cubic curve, as a shape, so that it has an outline as all else has. */
export function band(fill, [x0, y0, x1, y1, x2, y2, x3, y3], width, steps = 14) {
  const side = (sign) =>
    Array.from({ length: steps + 1 }, (_, i) => {
      const t = i / steps;
      const u = 1 - t;
      const px = u ** 3 * x0 + 3 * u * u * t * x1 + 3 * u * t * t * x2 + t ** 3 * x3;
      const py = u ** 3 * y0 + 3 * u * u * t * y1 + 3 * u * t * t * y2 + t ** 3 * y3;
      const dx = u * u * (x1 - x0) + 2 * u * t * (x2 - x1) + t * t * (x3 - x2);
      const dy = u * u * (y1 - y0) + 2 * u * t * (y2 - y1) + t * t * (y3 - y2);
      const length = Math.hypot(dx, dy);
      return xy(px - (sign * dy * width) / 2 / length, py + (sign * dx * width) / 2 / length);
    });
  return shape(fill, `M${[...side(1), ...side(-1).reverse()].join('L')}Z`);
}
