import { C } from './palette.mjs';

const escape = (text) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

/**
 * A die cut: the art once more below itself as a wide white edge, and below that a little wider and dark, which is
 * seen on white ground. So one file holds on a dark page and on a light one. The id bears the sticker's name:
 * two of them may stand in one page.
 */
export function sticker(id, { en, ja }, art) {
  const use = (width, more) => `<use href="#barry-${id}" stroke="${more}" stroke-width="${width}"/>`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-4 -4 248 248" role="img">\n` +
    `<title>${escape(en)} / ${escape(ja)}</title>\n` +
    `<defs><g id="barry-${id}">${art}</g></defs>\n` +
    `<g stroke-linejoin="round" stroke-linecap="round">` +
    use(27, `${C.dark}" stroke-opacity=".22`) +
    use(23, '#fff') +
    use(6, C.dark) +
    `</g>\n</svg>\n`
  );
}
