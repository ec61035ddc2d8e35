import type { Readable } from 'node:stream';
import type { Route } from '../../plugins/kit/index.js';
import type { BodyRoom } from './body-room.js';

/** Of a delivery whose source says nothing else. */
export const LARGEST_BODY = 1024 * 1024;
/** What is kept of a larger one. */
export const KEPT_OF_TOO_LARGE = 64 * 1024;
/** So much more is read and thrown away, so that the sender hears why; then the line is cut. */
const PATIENCE = 8 * 1024 * 1024;

/** Whatever a source asks for: mail with its attachments. */
const LARGEST_OF_ALL = 10 * 1024 * 1024;

/** What the sender itself documents, and never more than ours. */
export const largestBodyOf = ({ largestBody = LARGEST_BODY }: Route): number =>
  Math.min(largestBody, LARGEST_OF_ALL);

/** The sender went away, or was cut off, before it had said everything: nobody is there to be answered. */
export class SenderGone extends Error {}

export interface RequestBody {
  readonly bytes: Buffer;
  readonly length: number;
  readonly isTooLarge: boolean;
  /** There is no room for it at the moment. */
  readonly isCrowded: boolean;
  /** What it takes of the room, to be given back when it was stored. */
  readonly taken: number;
}

/** The bytes as sent, whatever they call themselves. Rejects when the sender hangs up. */
export function readBody(
  request: Readable,
  { largest = LARGEST_BODY, room }: { readonly largest?: number | undefined; readonly room?: BodyRoom } = {},
): Promise<RequestBody> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    let taken = 0;
    let isCrowded = false;
    let isOver = false;
    const done = (): void => {
      isOver = true;
      const isTooLarge = length > largest;
      const [first, ...more] = chunks;
      const bytes = first && more.length === 0 ? first : Buffer.concat(chunks);
      const kept = isTooLarge ? Buffer.from(bytes.subarray(0, KEPT_OF_TOO_LARGE)) : bytes;
      resolve({ bytes: kept, length, isTooLarge, isCrowded, taken });
    };
    request.on('data', (chunk: Buffer) => {
      const isKept = length < largest && !isCrowded;
      length += chunk.length;
      // Ordinary ones need no leave: there are few enough of them in the air.
      if (isKept && room && length > LARGEST_BODY) {
        const wanted = length - LARGEST_BODY - taken;
        if (room.take(wanted)) taken += wanted;
        else {
          isCrowded = true;
          chunks.length = 0;
        }
      }
      if (isKept && !isCrowded) chunks.push(chunk);
      if (length <= largest + PATIENCE) return;
      done();
      request.destroy();
    });
    request.once('end', done);
    const failed = (because: () => Error): void => {
      if (isOver) return;
      isOver = true;
      room?.give(taken);
      reject(because());
    };
    request.once('error', (error) => failed(() => error));
    // Of every request, once it was read: what nobody will see is not made, an error has a costly trace.
    request.once('close', () => failed(() => new SenderGone('The sender hung up')));
  });
}
