import { randomUUID } from 'node:crypto';
import {
  Client,
  type ClientReadableStream,
  credentials,
  status as Grpc,
  Metadata,
  type ServiceError,
} from '@grpc/grpc-js';
import type { z } from 'zod';
import type { Clock } from '../platform/clock/clock.js';
import { isWrite, type Operation } from '../platform/wire/declare.js';
import { grpcReply, grpcRequest } from '../platform/wire/grpc-codec.js';
import { Definitions, type Rpc } from './definitions.js';
import { CliFailure, Unreachable } from './failures.js';
import { isUnreachable, refusalOf } from './refusals.js';
import { EventStream, type Listening, type StreamOf } from './event-stream.js';

const DEADLINE_MS = 5_000;
/** All servers are asked twice, with this between: a restart is not worth an alarm. */
const PAUSE_MS = 500;
const ROUNDS = 2;
const REFUSALS: ReadonlySet<number> = new Set([Grpc.UNAUTHENTICATED, Grpc.PERMISSION_DENIED]);

export interface ApiOptions {
  readonly servers: readonly string[];
  readonly token: string;
  /** Absent: no TLS. With an empty authority: those that the machine trusts. */
  readonly tls?: { readonly authority?: Buffer } | undefined;
  readonly clock: Clock;
}

/** The gRPC API as one function; goes on to the next server when one does not answer. */
export class ApiClient {
  private readonly definitions = new Definitions();
  private readonly clients = new Map<string, Client>();
  private readonly streams = new Set<Listening>();
  private current = 0;

  constructor(private readonly options: ApiOptions) {}

  /** @throws CliFailure with the code of the server's refusal, Unreachable when nobody answers */
  async call<Input extends z.ZodType, Output extends z.ZodType>(
    operation: Operation<Input, Output>,
    input: z.input<Input>,
  ): Promise<z.output<Output>> {
    const metadata = this.metadata();
    // The same through all tries, so that a write happens once even where only its answer was lost.
    if (isWrite(operation)) metadata.set('idempotency-key', randomUUID());
    const request = grpcRequest(operation.input, input) as object;
    const failures = new Map<string, CliFailure>();
    for (let round = 0; round < ROUNDS; round += 1) {
      if (round > 0) await this.options.clock.sleep(PAUSE_MS);
      for (const server of this.inOrder()) {
        const answer = await this.ask(server, operation, request, metadata);
        if (answer instanceof Unreachable || isTransient(answer)) failures.set(server, answer);
        else if (answer instanceof CliFailure) throw answer;
        else return grpcReply(operation.output, answer) as z.output<Output>;
        this.current = (this.current + 1) % this.options.servers.length;
      }
    }
    throw nobodyAnswers([...failures.values()]);
  }

  /** Server streams: `refused` hears that the credential is not good (any more). Goes on after the last event when a connection ends. */
  listen<Input extends z.ZodType, Output extends z.ZodType>(
    rpc: StreamOf<Input, Output>,
    input: z.input<Input>,
    heard: (event: z.output<Output>) => void,
    refused?: (failure: CliFailure) => void,
  ): Listening {
    const stream = new EventStream(rpc, input, heard, {
      open: (request) => this.open(rpc, request),
      failed: () => (this.current = (this.current + 1) % this.options.servers.length),
      isFinal: (error) => {
        if (!refused || !REFUSALS.has(error.code)) return false;
        refused(refusalOf(error, this.inOrder()[0] ?? ''));
        return true;
      },
      clock: this.options.clock,
    });
    this.streams.add(stream);
    return stream;
  }

  close(): void {
    for (const stream of this.streams) stream.stop();
    for (const client of this.clients.values()) client.close();
  }

  private open(rpc: Rpc, request: object): ClientReadableStream<object> {
    const method = this.definitions.methodOf(rpc);
    return this.client(this.inOrder()[0] ?? '').makeServerStreamRequest<object, object>(
      method.path,
      method.requestSerialize,
      method.responseDeserialize,
      request,
      this.metadata(),
    );
  }

  private ask(server: string, rpc: Rpc, request: object, metadata: Metadata): Promise<object | CliFailure> {
    const method = this.definitions.methodOf(rpc);
    const deadline = this.options.clock.nowMs() + DEADLINE_MS;
    return new Promise((resolve) =>
      this.client(server).makeUnaryRequest(
        method.path,
        method.requestSerialize,
        method.responseDeserialize,
        request,
        metadata,
        { deadline },
        (error, reply) => resolve(error ? failureOf(error, server) : (reply ?? {})),
      ),
    );
  }

  /** The one that answered last comes first. */
  private inOrder(): readonly string[] {
    const { servers } = this.options;
    return [...servers.slice(this.current), ...servers.slice(0, this.current)];
  }

  private metadata(): Metadata {
    const metadata = new Metadata();
    metadata.set('authorization', `Bearer ${this.options.token}`);
    return metadata;
  }

  private client(server: string): Client {
    const known = this.clients.get(server);
    if (known) return known;
    const { tls } = this.options;
    const secure = tls ? credentials.createSsl(tls.authority ?? null) : credentials.createInsecure();
    const made = new Client(server, secure, { 'grpc.primary_user_agent': 'barry-cli' });
    this.clients.set(server, made);
    return made;
  }
}

class Transient extends CliFailure {}

const isTransient = (answer: object): answer is Transient => answer instanceof Transient;

function failureOf(error: ServiceError, server: string): CliFailure {
  const refusal = refusalOf(error, server);
  // It is there and says that it cannot now: the next one may, but its own words are worth keeping.
  return isUnreachable(error) && !(refusal instanceof Unreachable)
    ? new Transient(refusal.code, `${refusal.message} (${server})`)
    : refusal;
}

function nobodyAnswers(failures: readonly CliFailure[]): CliFailure {
  const [only] = failures;
  if (only && failures.length === 1) return new Unreachable(only.code, only.message);
  return new Unreachable('UNREACHABLE', failures.map(({ message }) => message).join('; '));
}
