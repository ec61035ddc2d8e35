import { AwsClient } from 'aws4fetch';
import type { Clock } from '../../platform/clock/clock.js';
import { BlobStore, BlobStoreUnusable, isAsKept, isBlobKey, type KeptBlob } from './blob-store.js';

export interface S3Place {
  /** `https://s3.eu-central-1.amazonaws.com`, or wherever the store is. */
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const PATIENCE_MS = 20_000;

/** Any store that speaks S3, addressed by its path, so that one without a domain for each bucket will do. */
export class S3Blobs extends BlobStore {
  private readonly client: AwsClient;
  private readonly bucket: string;

  constructor(
    place: S3Place,
    private readonly clock: Clock,
  ) {
    super();
    const { accessKeyId, secretAccessKey, region } = place;
    this.client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: 2 });
    this.bucket = `${place.endpoint.replace(/\/+$/, '')}/${encodeURIComponent(place.bucket)}`;
  }

  async put(key: string, bytes: Buffer): Promise<void> {
    // The store holds it against what it got: a line that breaks leaves nothing half.
    const headers = { 'x-amz-content-sha256': key.slice(0, 64), 'content-type': 'application/octet-stream' };
    await this.asked(this.urlOf(key), { method: 'PUT', body: new Uint8Array(bytes), headers });
  }

  async get(key: string): Promise<Buffer | undefined> {
    const bytes = await this.asked(this.urlOf(key), { method: 'GET' });
    return bytes !== undefined && isAsKept(key, bytes) ? bytes : undefined;
  }

  async remove(key: string): Promise<void> {
    await this.asked(this.urlOf(key), { method: 'DELETE' });
  }

  async *list(): AsyncIterable<KeptBlob> {
    let more: string | undefined;
    do {
      const query = new URLSearchParams({
        'list-type': '2',
        ...(more ? { 'continuation-token': more } : {}),
      });
      const page = String((await this.asked(`${this.bucket}?${query.toString()}`, { method: 'GET' })) ?? '');
      for (const [, entry = ''] of page.matchAll(/<Contents>(.*?)<\/Contents>/gs)) {
        const key = textOf(entry, 'Key');
        if (key && isBlobKey(key)) yield { key, keptAt: new Date(textOf(entry, 'LastModified') ?? '') };
      }
      more = textOf(page, 'NextContinuationToken');
    } while (more);
  }

  private urlOf(key: string): string {
    if (!isBlobKey(key)) throw new Error('this is no key of a blob');
    return `${this.bucket}/${key}`;
  }

  /** Undefined: there is no such thing. */
  private async asked(url: string, what: RequestInit): Promise<Buffer | undefined> {
    const late = this.clock.deadline(PATIENCE_MS);
    try {
      const answer = await this.client.fetch(url, { ...what, redirect: 'manual', signal: late.signal });
      const bytes = Buffer.from(await answer.arrayBuffer());
      if (answer.ok) return bytes;
      if (answer.status === 404 && what.method !== 'PUT' && textOf(String(bytes), 'Code') !== 'NoSuchBucket')
        return undefined;
      const code = textOf(String(bytes), 'Code') ?? '';
      throw new BlobStoreUnusable(answer.status === 507 || /QuotaExceeded|StorageFull/.test(code), {
        cause: new Error(`the store answered ${answer.status} ${code}`),
      });
    } catch (error) {
      throw error instanceof BlobStoreUnusable ? error : new BlobStoreUnusable(false, { cause: error });
    } finally {
      late.cancel();
    }
  }
}

/** The few names that we look for never nest, and what they hold here needs no unescaping but of `&`. */
const textOf = (xml: string, name: string): string | undefined =>
  new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1]?.replaceAll('&amp;', '&');
