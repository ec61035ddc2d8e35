import { Client, credentials, status as Grpc, Metadata, type ServiceError } from '@grpc/grpc-js';
import type { House } from '../house.js';
import type { Actor, Crowd } from './crowd.js';
import { faultsIn, KNOWN_CODES } from './judge.js';
import type { GrpcRequest } from './grpc-requests.js';
import { endsOwnSession, type Finding, isOfATeam } from './rest-asker.js';
import type { Things } from './things.js';
import { encoded } from './wire-format.js';

/** What is ours to avoid: a fault here, and what nobody has put into words. */
const FAULTS: ReadonlySet<number> = new Set([Grpc.UNKNOWN, Grpc.INTERNAL, Grpc.UNAVAILABLE, Grpc.DATA_LOSS]);
const LONGEST_MS = 30_000;

export class GrpcAsker {
  private readonly client: Client;
  readonly statuses = new Map<string, number>();

  constructor(
    house: House,
    private readonly crowd: Crowd,
    private readonly things: Things,
  ) {
    this.client = new Client(house.wire.address, credentials.createInsecure());
  }

  async ask(given: GrpcRequest, actor: Actor): Promise<Finding | undefined> {
    const rpc = given.path.split('/').at(-1) ?? '';
    if (endsOwnSession(rpc, actor)) return undefined;
    let isOfVault = false;
    const bytes = spoiledBy(
      encoded(given.fields, (text) => {
        const filled = this.things.fill(text, actor.isAdmin === true);
        isOfVault ||= filled.isOfVault;
        return filled.text;
      }),
      given.spoil,
    );
    const metadata = {
      ...(actor.token ? { authorization: `Bearer ${actor.token}` } : {}),
      ...given.metadata,
    };
    const startedAt = performance.now();
    const { code, text, words } = await this.send(given.path, bytes, metadata);
    const said = { status: String(Grpc[code]), text, ms: performance.now() - startedAt };
    this.statuses.set(said.status, (this.statuses.get(said.status) ?? 0) + 1);
    const faults = [
      ...faultsIn(said, actor, this.crowd),
      ...(FAULTS.has(code) ? [`${said.status} ${words}`] : []),
      ...(code !== Grpc.OK && !isKnown(words) ? [`in words of nobody: ${said.status} ${words}`] : []),
      ...(isOfVault && isOfATeam(rpc) && code === Grpc.OK
        ? [`${actor.name} has changed what is another team's`]
        : []),
    ];
    if (faults.length === 0) return undefined;
    const request = { path: given.path, base64: bytes.toString('base64').slice(0, 4_000), metadata };
    return { faults, actor: actor.name, request, said: `${said.status} ${words.slice(0, 500)}` };
  }

  close(): void {
    this.client.close();
  }

  private send(
    path: string,
    bytes: Buffer,
    given: Readonly<Record<string, string>>,
  ): Promise<{ readonly code: Grpc; readonly text: string; readonly words: string }> {
    const metadata = new Metadata();
    for (const [name, value] of Object.entries(given))
      metadata.set(name, name.endsWith('-bin') ? Buffer.from(value, 'base64') : value);
    const same = (buffer: Buffer): Buffer => buffer;
    return new Promise((resolve) =>
      this.client.makeUnaryRequest(
        path,
        same,
        same,
        bytes,
        metadata,
        { deadline: Date.now() + LONGEST_MS },
        (error: ServiceError | null, reply) => {
          const more = error ? error.metadata.get('barry-error').map(String).join() : '';
          resolve({
            code: error?.code ?? Grpc.OK,
            words: error?.details ?? '',
            text: `${reply?.toString('latin1') ?? ''}${error?.details ?? ''}${more}`,
          });
        },
      ),
    );
  }
}

const isKnown = (words: string): boolean => KNOWN_CODES.has(words.split(':')[0] ?? '');

function spoiledBy(bytes: Buffer, spoil: GrpcRequest['spoil']): Buffer {
  if (!spoil) return bytes;
  const at = bytes.length === 0 ? 0 : spoil.at % bytes.length;
  if (spoil.kind === 'cut') return bytes.subarray(0, at);
  if (spoil.kind === 'append') return Buffer.concat([bytes, Buffer.from([0xff, 0xff, spoil.at % 256])]);
  const flipped = Buffer.from(bytes);
  if (flipped.length > 0) flipped[at] = (flipped[at] ?? 0) ^ (1 << (spoil.at % 8));
  return flipped;
}
