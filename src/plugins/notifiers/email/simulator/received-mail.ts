/** A mail as a mailbox shows it. */
export interface ReceivedMail {
  readonly recipients: readonly string[];
  readonly sender: string;
  /** By small letters; encoded words are read. */
  readonly headers: Readonly<Record<string, string>>;
  /** Header lines as they came, unfolded. */
  readonly raw: readonly string[];
  readonly text: string;
  readonly isEncrypted: boolean;
}

/** Reads one plain text mail: headers, encoded words, quoted-printable and base64. */
export function readMail(bytes: Buffer): Pick<ReceivedMail, 'headers' | 'raw' | 'text'> {
  const whole = bytes.toString('latin1');
  const end = whole.indexOf('\r\n\r\n');
  const raw = whole
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
  const headers = Object.fromEntries(
    raw.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), wordsOf(line.slice(colon + 1).trim())];
    }),
  );
  const text = decoded(whole.slice(end + 4), headers['content-transfer-encoding'] ?? '7bit').toString('utf8');
  return { headers, raw, text: text.replace(/\r\n/g, '\n').trimEnd() };
}

/** RFC 2047; the space between two encoded words is not part of the text. */
const wordsOf = (text: string): string =>
  text
    .replace(/\?= +=\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind: string, data: string) =>
      kind.toLowerCase() === 'b'
        ? Buffer.from(data, 'base64').toString('latin1')
        : quotedPrintable(data.replaceAll('_', ' ')).toString('latin1'),
    )
    .replace(/^[\s\S]*$/, (all) => Buffer.from(all, 'latin1').toString('utf8'));

function decoded(body: string, encoding: string): Buffer {
  if (encoding === 'base64') return Buffer.from(body, 'base64');
  return encoding === 'quoted-printable'
    ? quotedPrintable(body.replace(/=\r\n/g, ''))
    : Buffer.from(body, 'latin1');
}

const quotedPrintable = (text: string): Buffer =>
  Buffer.from(
    text.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    'latin1',
  );
