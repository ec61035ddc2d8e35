/** Bytes: what file systems take, less what we put behind it. */
const MOST_BYTES = 200;
const LONGEST_EXTENSION = 20;
/** Controls, marks that turn the direction of writing, what has no width, what has no meaning: they only deceive. */
const DECEIVING = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;
/** Of what people see: no letter is cut in two. */
const LETTERS = new Intl.Segmenter();
const RESERVED = /[<>:"|?*]/g;

/** The name that a file is shown and saved under, from what somebody's machine said; never a path, never empty. */
export function cleanName(said: string): string {
  const last = said.toWellFormed().normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const clean = last
    .replace(DECEIVING, '')
    .replace(RESERVED, '_')
    .replace(/\s+/gu, ' ')
    .replace(/^[ .]+|[ .]+$/g, '');
  return shortened(clean) || 'file';
}

export function withExtension(name: string, extension: string): string {
  const stem = name.replace(/\.[^.]{1,20}$/, '');
  return shortened(`${stem || 'file'}.${extension}`);
}

/** The end stays: people go by it. */
function shortened(name: string): string {
  if (Buffer.byteLength(name) <= MOST_BYTES) return name;
  const dot = name.lastIndexOf('.');
  const hasEnd = dot > 0 && name.length - dot <= LONGEST_EXTENSION;
  const end = hasEnd ? name.slice(dot) : '';
  const letters = Array.from(LETTERS.segment(hasEnd ? name.slice(0, dot) : name), ({ segment }) => segment);
  let room = MOST_BYTES - Buffer.byteLength(end);
  const kept = letters.slice(
    0,
    letters.findIndex((letter) => (room -= Buffer.byteLength(letter)) < 0),
  );
  return kept.join('').replace(/[ .]+$/, '') + end;
}

/** RFC 6266: plain letters for old readers, all of them for the others. */
export function disposition(kind: 'inline' | 'attachment', name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const whole = encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  return `${kind}; filename="${plain}"; filename*=UTF-8''${whole}`;
}
