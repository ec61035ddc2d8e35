import type { Readable } from 'node:stream';
import type { Route } from '../../plugins/kit/index.js';

export const LARGEST_BODY = 1024 * 1024;
/** What is kept of a larger one. */
export const KEPT_OF_TOO_LARGE = 64 * 1024;
/** So much more is read and thrown away, so that the sender hears why; then the line is cut. */
const PATIENCE = 8 * 1024 * 1024;

/** What the sender itself documents, and never more than ours. */
export const largestBodyOf = ({ largestBody }: Route): number =>
  Math.min(largestBody ?? LARGEST_BODY, LARGEST_BODY);

export interface RequestBody {
  readonly bytes: Buffer;
  readonly length: number;
  readonly isTooLarge: boolean;
}

/** The bytes as sent, whatever they call themselves. Rejects when the sender hangs up. */
export function readBody(request: Readable, largest = LARGEST_BODY): Promise<RequestBody> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const done = (): void => {
      const isTooLarge = length > largest;
      const [first, ...more] = chunks;
      const bytes = first && more.length === 0 ? first : Buffer.concat(chunks);
      resolve({ bytes: isTooLarge ? bytes.subarray(0, KEPT_OF_TOO_LARGE) : bytes, length, isTooLarge });
    };
    request.on('data', (chunk: Buffer) => {
      if (length < LARGEST_BODY) chunks.push(chunk);
      length += chunk.length;
      if (length <= LARGEST_BODY + PATIENCE) return;
      done();
      request.destroy();
    });
    request.once('end', done);
    request.once('error', reject);
    request.once('close', () => reject(new Error('The sender hung up')));
  });
}
