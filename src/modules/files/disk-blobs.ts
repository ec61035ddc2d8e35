import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BlobStore, BlobStoreUnusable, isAsKept, isBlobKey, type KeptBlob } from './blob-store.js';

/** A folder on a volume that all replicas share, or that the only one has. */
export class DiskBlobs extends BlobStore {
  constructor(private readonly folder: string) {
    super();
  }

  /** Written beside, brought to the disk, then named: whoever is killed in between leaves no half of a file. */
  async put(key: string, bytes: Buffer): Promise<void> {
    const path = this.pathOf(key);
    const beside = `${path}.part`;
    try {
      await mkdir(this.roomOf(key), { recursive: true });
      const file = await open(beside, 'w', 0o600);
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(beside, path);
      await this.syncFolder(this.roomOf(key));
    } catch (error) {
      await rm(beside, { force: true }).catch(() => undefined);
      throw unusable(error);
    }
  }

  async get(key: string): Promise<Buffer | undefined> {
    const path = this.pathOf(key);
    try {
      const bytes = await readFile(path);
      return isAsKept(key, bytes) ? bytes : undefined;
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw unusable(error);
    }
  }

  async remove(key: string): Promise<void> {
    await rm(this.pathOf(key), { force: true }).catch((error: unknown) => {
      throw unusable(error);
    });
  }

  /** Also what was never named, under the key that it was to have. */
  async *list(): AsyncIterable<KeptBlob> {
    for (const room of await this.namesIn(this.folder))
      for (const name of await this.namesIn(join(this.folder, room))) {
        const key = name.replace(/\.part$/, '');
        if (!isBlobKey(key)) continue;
        const path = join(this.folder, room, name);
        const found = await stat(path).catch(() => undefined);
        if (found) yield { key: name, keptAt: found.mtime };
      }
  }

  private async namesIn(folder: string): Promise<readonly string[]> {
    try {
      return await readdir(folder);
    } catch (error) {
      if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return [];
      throw unusable(error);
    }
  }

  /** So that the name is there, too, after the power was gone. */
  private async syncFolder(folder: string): Promise<void> {
    const opened = await open(folder, 'r');
    try {
      await opened.sync();
    } finally {
      await opened.close();
    }
  }

  private readonly roomOf = (key: string): string => join(this.folder, key.slice(0, 2));
  private pathOf(key: string): string {
    if (!isBlobKey(key.replace(/\.part$/, ''))) throw new Error('this is no key of a blob');
    return join(this.roomOf(key), key);
  }
}

const codeOf = (error: unknown): string => String((error as { code?: unknown }).code);
const unusable = (error: unknown): BlobStoreUnusable =>
  new BlobStoreUnusable(['ENOSPC', 'EDQUOT'].includes(codeOf(error)), { cause: error });
