/** Clients of gRPC take 8 KiB of metadata without a word (grpc.max_metadata_size); far more ends their whole connection. */
const MOST_SIGNS = 6_000;
const LONGEST_TEXT = 200;
const LONGEST_LIST = 20;

/** What an error says, as one line of ASCII that is no longer than a client takes: what was sent is echoed in part. */
export function inMetadata(code: string, title: string, details: Readonly<Record<string, unknown>>): string {
  const whole = asciiJson({ code, title, details });
  if (whole.length <= MOST_SIGNS) return whole;
  const shorter = asciiJson({ code, title: title.slice(0, LONGEST_TEXT), details: shortened(details) });
  return shorter.length <= MOST_SIGNS
    ? shorter
    : asciiJson({ code, title: title.slice(0, LONGEST_TEXT), details: {} });
}

/** The words beside the status; a space at their end is no valid field of HTTP/2 (RFC 9113, 8.2.1). */
export const inStatus = (code: string, title: string): string =>
  `${code}: ${title.slice(0, 1_000)}`.replace(/\s+$/, '');

function shortened(value: unknown): unknown {
  if (typeof value === 'string')
    return value.length > LONGEST_TEXT ? `${value.slice(0, LONGEST_TEXT)}…` : value;
  if (Array.isArray(value)) return value.slice(0, LONGEST_LIST).map(shortened);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, LONGEST_LIST)
      .map(([name, one]) => [name.slice(0, LONGEST_TEXT), shortened(one)]),
  );
}

const asciiJson = (said: object): string =>
  JSON.stringify(said).replace(/[^\x20-\x7e]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
