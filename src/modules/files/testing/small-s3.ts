import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AwsV4Signer } from 'aws4fetch';
import type { S3Place } from '../s3-blobs.js';

const CREDENTIALS = { accessKeyId: 'barry', secretAccessKey: 'a secret of the store' } as const;
const SIGNED = ['host', 'x-amz-content-sha256', 'x-amz-date'];

export interface SmallS3 {
  readonly place: S3Place;
  readonly state: { refused: number; isFull: boolean };
  readonly spoil: (key: string) => void;
  readonly close: () => Promise<void>;
}

/** A bucket in memory that believes only what is signed, and gives one name a page. */
export async function smallS3(): Promise<SmallS3> {
  const blobs = new Map<string, { readonly bytes: Buffer; readonly at: Date }>();
  const state = { refused: 0, isFull: false };
  const server = createServer((request, response) => {
    void bodyOf(request).then(async (body) => {
      const answer = (status: number, text: string | Buffer = ''): void =>
        void response.writeHead(status).end(text);
      const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
      if (!(await isSigned(request, url, body))) {
        state.refused += 1;
        return answer(403, '<Error><Code>SignatureDoesNotMatch</Code></Error>');
      }
      const key = url.pathname.replace('/barry-files', '').slice(1);
      if (!url.pathname.startsWith('/barry-files'))
        return answer(404, '<Error><Code>NoSuchBucket</Code></Error>');
      if (key === '') return answer(200, page([...blobs], url.searchParams.get('continuation-token')));
      if (request.method === 'PUT') {
        if (state.isFull) return answer(507, '<Error><Code>StorageFull</Code></Error>');
        blobs.set(key, { bytes: body, at: new Date('2026-11-27T03:12:00Z') });
        return answer(200);
      }
      if (request.method === 'DELETE') {
        blobs.delete(key);
        return answer(204);
      }
      const found = blobs.get(key);
      return found ? answer(200, found.bytes) : answer(404, '<Error><Code>NoSuchKey</Code></Error>');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    place: { endpoint: `http://127.0.0.1:${port}`, region: 'eu-1', bucket: 'barry-files', ...CREDENTIALS },
    state,
    spoil: (key) => void blobs.set(key, { bytes: Buffer.from('other'), at: new Date(0) }),
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}

function page(all: readonly (readonly [string, { readonly at: Date }])[], after: string | null): string {
  const [first] = all.filter(([key]) => after === null || key > after).sort(([a], [b]) => (a < b ? -1 : 1));
  if (!first) return '<ListBucketResult/>';
  const [key, { at }] = first;
  return `<ListBucketResult><Contents><Key>${key}</Key><LastModified>${at.toISOString()}</LastModified></Contents>
    <NextContinuationToken>${key}</NextContinuationToken></ListBucketResult>`;
}

/** The same request signed again has to come to the same, and the body to what was signed. */
async function isSigned(request: IncomingMessage, url: URL, body: Buffer): Promise<boolean> {
  const said = request.headers['x-amz-content-sha256'];
  if (body.length > 0 && said !== createHash('sha256').update(body).digest('hex')) return false;
  const again = new AwsV4Signer({
    ...CREDENTIALS,
    method: request.method ?? 'GET',
    url: url.href,
    service: 's3',
    region: 'eu-1',
    datetime: String(request.headers['x-amz-date']),
    headers: { 'x-amz-content-sha256': String(said) },
  });
  const { headers } = await again.sign();
  const given = request.headers.authorization ?? '';
  const names = /SignedHeaders=([^,]*)/.exec(given)?.[1]?.split(';') ?? [];
  return given === headers.get('authorization') && SIGNED.every((name) => names.includes(name));
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
