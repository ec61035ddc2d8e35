import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SystemClock } from '../../platform/clock/system-clock.js';
import { newId } from '../../platform/database/new-id.js';
import { blobKeyOf, type BlobStore, BlobStoreUnusable } from './blob-store.js';
import { DiskBlobs } from './disk-blobs.js';
import { S3Blobs } from './s3-blobs.js';
import { smallS3 } from './testing/small-s3.js';

const folder = mkdtempSync(join(tmpdir(), 'barry-blobs-'));
const s3 = await smallS3();
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await s3.close();
});
function spoilOnDisk(key: string): void {
  writeFileSync(join(folder, key.slice(0, 2), key), 'other');
}
function spoilInS3(key: string): void {
  s3.spoil(key);
}
const named = (text: string): { readonly bytes: Buffer; readonly key: string } => {
  const bytes = Buffer.from(text);
  return { bytes, key: blobKeyOf(bytes, newId()) };
};
async function keysOf(store: BlobStore): Promise<readonly string[]> {
  const keys: string[] = [];
  for await (const { key } of store.list()) keys.push(key);
  return keys;
}

describe.each([
  ['a disk', () => new DiskBlobs(folder), spoilOnDisk],
  ['S3', () => new S3Blobs(s3.place, new SystemClock()), spoilInS3],
] as const)('blobs on %s', (_, make, spoil) => {
  let store: BlobStore;
  beforeAll(() => {
    store = make();
  });

  it('come back as they were given', () =>
    fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), async (given) => {
        const bytes = Buffer.from(given);
        const key = blobKeyOf(bytes, newId());
        await store.put(key, bytes);
        expect(await store.get(key)).toEqual(bytes);
        await store.remove(key);
      }),
      { numRuns: 20 },
    ));

  it('are two where two files hold the same', async () => {
    const [one, other] = [named('same'), named('same')];
    await store.put(one.key, one.bytes);
    await store.put(other.key, other.bytes);
    await store.remove(one.key);
    expect(await store.get(one.key)).toBeUndefined();
    expect(String(await store.get(other.key))).toBe('same');
    await store.remove(other.key);
  });

  it('may be removed twice, and are not there before', async () => {
    const { key } = named('never');
    expect(await store.get(key)).toBeUndefined();
    await store.remove(key);
    await store.remove(key);
  });

  it('are all listed, with the time when they were kept', async () => {
    const given = ['a', 'b', 'c'].map(named);
    for (const { key, bytes } of given) await store.put(key, bytes);
    expect([...(await keysOf(store))].sort()).toEqual(given.map(({ key }) => key).sort());
    for await (const { keptAt } of store.list()) expect(keptAt.getTime()).toBeGreaterThan(0);
    for (const { key } of given) await store.remove(key);
    expect(await keysOf(store)).toEqual([]);
  });

  it('that are no longer what was kept are not given out', async () => {
    const { key, bytes } = named('kept');
    await store.put(key, bytes);
    spoil(key);
    expect(await store.get(key)).toBeUndefined();
    await store.remove(key);
  });

  it.each(['', '../../etc/passwd', `${'a'.repeat(64)}-../x`])('have no name like %p', async (key) => {
    await expect(store.get(key)).rejects.toThrow('no key of a blob');
    await expect(store.put(key, Buffer.from('x'))).rejects.toThrow();
  });
});

describe('a store in trouble', () => {
  it('on a disk leaves no half of a file', async () => {
    const file = join(folder, 'a-file');
    writeFileSync(file, '');
    const { key, bytes } = named('x');
    await expect(new DiskBlobs(file).put(key, bytes)).rejects.toBeInstanceOf(BlobStoreUnusable);
    expect(readdirSync(folder).filter((name) => name.includes('part'))).toEqual([]);
  });

  it('on a disk lists what a crash left unnamed, so that it is swept', async () => {
    const { key } = named('half');
    const store = new DiskBlobs(folder);
    const { bytes, key: whole } = named('whole');
    await store.put(whole, bytes);
    writeFileSync(join(folder, whole.slice(0, 2), `${whole}.part`), 'ha');
    expect(await store.get(key)).toBeUndefined();
    expect([...(await keysOf(store))].sort()).toEqual([whole, `${whole}.part`]);
    await store.remove(`${whole}.part`);
    expect(await keysOf(store)).toEqual([whole]);
    await store.remove(whole);
  });

  it('by S3 says whether it is full', async () => {
    const store = new S3Blobs(s3.place, new SystemClock());
    const { key, bytes } = named('x');
    s3.state.isFull = true;
    await expect(store.put(key, bytes)).rejects.toMatchObject({ isFull: true });
    s3.state.isFull = false;
  }, 20_000);

  it('by S3 believes only who has its key, and says a bucket that is not there', async () => {
    const { key, bytes } = named('x');
    const stranger = new S3Blobs({ ...s3.place, secretAccessKey: 'guessed' }, new SystemClock());
    await expect(stranger.put(key, bytes)).rejects.toMatchObject({ isFull: false });
    expect(s3.state.refused).toBeGreaterThan(0);
    const lost = new S3Blobs({ ...s3.place, bucket: 'nobodys' }, new SystemClock());
    await expect(lost.get(key)).rejects.toBeInstanceOf(BlobStoreUnusable);
  });
});
