import type { Readable } from 'node:stream';
import { UPLOAD_BYTES } from '../../platform/pictures/upload.rules.js';
import { FileTooLarge, UploadsBusy } from './files.errors.js';

/** Each may hold ten megabytes of memory and a decoder's worth more. */
const AT_ONCE = 4;
let underWay = 0;

export async function withRoom<T>(work: () => Promise<T>): Promise<T> {
  if (underWay >= AT_ONCE) throw new UploadsBusy('Others are uploading: try again', { retryAfterSeconds: 2 });
  underWay += 1;
  try {
    return await work();
  } finally {
    underWay -= 1;
  }
}

export const tooLarge = (): FileTooLarge =>
  new FileTooLarge('A file may have 10 MB at most: pack it, or put it elsewhere and paste its address', {
    mostBytes: UPLOAD_BYTES,
  });

/** Reads no further than one may upload: of a hundred megabytes, ninety are never taken in. */
export async function bodyOf(stream: Readable, saidBytes: number): Promise<Buffer> {
  if (saidBytes > UPLOAD_BYTES) throw tooLarge();
  const chunks: Buffer[] = [];
  let bytes = 0;
  // Leaving the loop must not end the connection before the answer is out.
  for await (const chunk of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > UPLOAD_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
