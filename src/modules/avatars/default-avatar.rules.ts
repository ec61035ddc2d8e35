import { initials, type Look, lookOf, type Pictured } from './look.rules.js';

/** The picture of somebody who has uploaded none: always the same for the same id and name. */
export function defaultAvatar({ kind, id, name }: Pictured): string {
  const look = lookOf(id);
  const drawn = kind === 'team' ? team(look) : person(look, initials(name));
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" role="img">` +
    `<title>${escaped(name) || '?'}</title>${drawn}</svg>\n`
  );
}

const SINGLE = /^.$/u;
/** A picture has no font of ours with it: whichever the machine takes, two of these have to fit. */
const WIDE = /[MW].*[MW]|\p{Extended_Pictographic}/u;

const person = ({ shape, colour, shade }: Look, text: string): string => {
  const [size, base] = SINGLE.test(text)
    ? ['12.5', '16.4']
    : WIDE.test(text)
      ? ['7.6', '14.7']
      : ['9.2', '15.3'];
  return (
    `<clipPath id="shape"><path d="${shape}"/></clipPath>` +
    `<g clip-path="url(#shape)"><rect width="24" height="24" fill="${colour}"/>` +
    `<circle cx="${shade}" cy="27" r="15" fill="#000" opacity=".13"/></g>` +
    `<text x="12" y="${base}" text-anchor="middle" font-family="Inter, Noto Sans JP, sans-serif" font-size="${size}" font-weight="600" fill="#fff">${escaped(text)}</text>`
  );
};

const team = ({ colour, glyph }: Look): string =>
  `<rect width="24" height="24" rx="5.5" fill="${colour}"/>` +
  `<g transform="translate(4.8 4.8) scale(.9)" fill="none" stroke="#fff" stroke-width="1.6" stroke-linejoin="round" stroke-linecap="round">${glyph}</g>`;

/** A name is data: no letter of it may become markup, and none that XML forbids may break the picture. */
const escaped = (text: string): string =>
  text
    .toWellFormed()
    // What XML 1.0 forbids.
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .trim()
    .slice(0, 200)
    .toWellFormed()
    .replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
