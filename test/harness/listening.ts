import { type ClientReadableStream, Metadata } from '@grpc/grpc-js';
import { EventView, timeline } from '../../src/modules/timeline/index.js';
import { grpcReply } from '../../src/platform/wire/grpc-codec.js';
import type { House } from './house.js';
import type { Json } from './json.js';

/** What one stream has brought, once the house has ended it: everything that was ever sent has been read by then. */
export interface Listener {
  /** 200 or `OK` once it stands; else how it was refused. */
  readonly opened: string;
  readonly heard: Promise<readonly string[]>;
}

export async function listenBySse(house: House, token?: string): Promise<Listener> {
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const answer = await fetch(`${house.origin}/api/v1/events`, { headers });
  const said = answer.text();
  const heard = said.then((text) =>
    [...text.matchAll(/^data: (\{.*)$/gm)].flatMap(([, data = '']) => {
      const { kind } = JSON.parse(data) as Json;
      return typeof kind === 'string' ? [kind] : [];
    }),
  );
  return { opened: `${answer.status}`, heard };
}

export async function listenByGrpc(house: House, token?: string): Promise<Listener> {
  const metadata = new Metadata();
  if (token !== undefined) metadata.set('authorization', `Bearer ${token}`);
  const stub = house.wire.stub(timeline.ListTimeline) as unknown as {
    Watch(request: object, metadata: Metadata): ClientReadableStream<unknown>;
  };
  const stream = stub.Watch({}, metadata);
  const kinds: string[] = [];
  stream.on('data', (message: unknown) => {
    kinds.push(String((grpcReply(EventView, message) as Json)['kind']));
  });
  const heard = new Promise<readonly string[]>((resolve) => {
    stream.on('end', () => resolve(kinds));
    stream.on('error', () => resolve(kinds));
  });
  const opened = await new Promise<string>((resolve) => {
    stream.once('error', (error) =>
      resolve(/(UNAUTHENTICATED|FORBIDDEN)/.exec(error.message)?.[1] ?? error.message),
    );
    // Refusals come with headers as well, but those of a stream that stands come alone.
    stream.once('metadata', () => setImmediate(() => resolve('OK')));
  });
  return { opened, heard };
}
