import type { ClientReadableStream, ServiceError } from '@grpc/grpc-js';
import type { z } from 'zod';
import type { Clock, Timer } from '../platform/clock/clock.js';
import { grpcReply, grpcRequest } from '../platform/wire/grpc-codec.js';
import type { Rpc } from './definitions.js';

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;

export interface StreamOf<Input extends z.ZodType, Output extends z.ZodType> extends Rpc {
  readonly input: Input;
  readonly output: Output;
}

export interface Listening {
  stop(): void;
}

interface Wire {
  open(request: object): ClientReadableStream<object>;
  /** This server does not carry the stream: take another. */
  failed(): void;
  /** True: this is an answer, and asking again would bring the same. */
  isFinal(error: ServiceError): boolean;
  readonly clock: Clock;
}

/** Events of a server stream; opens it anew, after the last position, for as long as somebody listens. */
export class EventStream<Input extends z.ZodType, Output extends z.ZodType> implements Listening {
  private stopped = false;
  private wire: ClientReadableStream<object> | undefined;
  private timer: Timer | undefined;
  private after: string | undefined;
  private waitMs = FIRST_WAIT_MS;

  constructor(
    private readonly rpc: StreamOf<Input, Output>,
    private readonly input: z.input<Input>,
    private readonly heard: (event: z.output<Output>) => void,
    private readonly outside: Wire,
  ) {
    this.open();
  }

  stop(): void {
    this.stopped = true;
    this.timer?.cancel();
    this.wire?.cancel();
  }

  private open(): void {
    const given = { ...(this.input as object), ...(this.after === undefined ? {} : { after: this.after }) };
    const wire = this.outside.open(grpcRequest(this.rpc.input, given) as object);
    this.wire = wire;
    let isOver = false;
    const over = (): void => {
      if (isOver) return;
      isOver = true;
      this.again();
    };
    wire.on('data', (message: object) => {
      const event = grpcReply(this.rpc.output, message) as z.output<Output>;
      this.waitMs = FIRST_WAIT_MS;
      this.after = (event as { readonly position?: string }).position ?? this.after;
      this.heard(event);
    });
    wire.on('error', (error: ServiceError) => {
      if (!this.stopped && this.outside.isFinal(error)) this.stop();
      else over();
    });
    wire.on('end', over);
  }

  private again(): void {
    if (this.stopped) return;
    this.outside.failed();
    this.timer = this.outside.clock.after(this.waitMs, () => this.open());
    this.waitMs = Math.min(this.waitMs * 2, LONGEST_WAIT_MS);
  }
}
