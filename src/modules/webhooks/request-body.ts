import type { Readable } from 'node:stream';

export const LARGEST_BODY = 1024 * 1024;
/** What is kept of a larger one. */
export const KEPT_OF_TOO_LARGE = 64 * 1024;
/** So much more is read and thrown away, so that the sender hears why; then the line is cut. */
const PATIENCE = 8 * 1024 * 1024;

export interface RequestBody {
  readonly bytes: Buffer;
  readonly length: number;
  readonly isTooLarge: boolean;
}

/** The bytes as sent, whatever they call themselves. Rejects when the sender hangs up. */
export async function readBody(request: Readable): Promise<RequestBody> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    if (length < LARGEST_BODY) chunks.push(chunk);
    length += chunk.length;
    if (length > LARGEST_BODY + PATIENCE) break;
  }
  const isTooLarge = length > LARGEST_BODY;
  const bytes = Buffer.concat(chunks);
  return { bytes: isTooLarge ? bytes.subarray(0, KEPT_OF_TOO_LARGE) : bytes, length, isTooLarge };
}
