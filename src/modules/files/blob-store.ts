import { createHash } from 'node:crypto';

/** There is no room, or the store does not answer: what was to be kept is not, and nothing else is harmed. */
export class BlobStoreUnusable extends Error {
  constructor(
    readonly isFull: boolean,
    options?: ErrorOptions,
  ) {
    super(isFull ? 'the store of files is full' : 'the store of files does not answer', options);
  }
}

export interface KeptBlob {
  readonly key: string;
  readonly keptAt: Date;
}

/**
 * Bytes under a name that says what they are. No two files share a blob, even where their bytes are the same: what is
 * swept can then never be what somebody is about to refer to.
 */
export abstract class BlobStore {
  /** Whole or not at all. @throws BlobStoreUnusable */
  abstract put(key: string, bytes: Buffer): Promise<void>;
  /** Undefined: there is none, or its bytes are no longer those that were kept. @throws BlobStoreUnusable */
  abstract get(key: string): Promise<Buffer | undefined>;
  /** What is not there is gone already. @throws BlobStoreUnusable */
  abstract remove(key: string): Promise<void>;
  /** All of them, in no order. @throws BlobStoreUnusable */
  abstract list(): AsyncIterable<KeptBlob>;
}

const KEY = /^[0-9a-f]{64}-[0-9a-f-]{36}$/;

export const blobKeyOf = (bytes: Uint8Array, fileId: string): string => `${digestOf(bytes)}-${fileId}`;
export const isBlobKey = (text: string): boolean => KEY.test(text);
export const isAsKept = (key: string, bytes: Uint8Array): boolean => key.startsWith(`${digestOf(bytes)}-`);

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
