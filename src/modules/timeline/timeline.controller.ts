import { Metadata, type ServerWritableStream } from '@grpc/grpc-js';
import { Controller, createParamDecorator, type ExecutionContext, Get, Req, Res } from '@nestjs/common';
import { GrpcMethod, Payload } from '@nestjs/microservices';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { filter, map, type Observable, tap } from 'rxjs';
import type { z } from 'zod';
import { Allow, OfModule } from '../../platform/auth/auth.guard.js';
import { type Caller, TheCaller } from '../../platform/auth/caller.js';
import { valid } from '../../platform/errors/invalid-input.js';
import { grpcOutput } from '../../platform/wire/grpc-codec.js';
import { messageInput } from '../../platform/wire/grpc-input.js';
import { httpInput, type HttpRequestParts } from '../../platform/wire/http-input.js';
import { Input, Operate } from '../../platform/wire/operation.js';
import { OPENED, StreamsService, type Told, WATCH_RIGHT } from './streams.service.js';
import { sendEvents } from './server-sent-events.js';
import * as dto from './timeline.dto.js';
import { timeline } from './timeline.operations.js';
import { TimelineQueries } from './timeline.queries.js';

type Wire = Pick<ServerWritableStream<unknown, unknown>, 'sendMetadata'>;

/** Nest gives a method its message; behind it and the metadata stands the call itself. */
const TheWire = createParamDecorator((_: unknown, context: ExecutionContext) =>
  context.getArgByIndex<Wire>(2),
);

const isEvent = (told: Told): told is dto.EventView => typeof told !== 'symbol';

@Controller()
export class TimelineController {
  constructor(
    private readonly queries: TimelineQueries,
    private readonly streams: StreamsService,
  ) {}

  @Operate(timeline.ListTimeline)
  listTimeline(
    @Input() input: z.output<typeof dto.ListTimelineInput>,
    @TheCaller() caller: Caller,
  ): Promise<z.output<typeof dto.EventPage>> {
    return this.queries.list(input, caller);
  }

  @Allow(WATCH_RIGHT)
  @OfModule('timeline')
  @Get('api/v1/events')
  events(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @TheCaller() caller: Caller): void {
    const said = httpInput({ method: 'GET', input: dto.WatchInput }, request as HttpRequestParts);
    const seen = request.headers['last-event-id'];
    const input = valid(dto.WatchInput, { ...(seen ? { after: seen } : {}), ...(said as object) });
    sendEvents(request, reply, this.streams.open(input, caller));
  }

  @Allow(WATCH_RIGHT)
  @OfModule('timeline')
  @GrpcMethod('EventsService', 'Watch')
  watch(
    @Payload() message: unknown,
    @TheCaller() caller: Caller,
    @TheWire() wire: Wire,
  ): Observable<unknown> {
    const input = valid(dto.WatchInput, messageInput(dto.WatchInput, message));
    return this.streams.open(input, caller).pipe(
      // Its headers are what a client can see of a stream that has no news yet.
      tap((told) => told === OPENED && wire.sendMetadata(new Metadata())),
      filter(isEvent),
      map((event) => grpcOutput(dto.EventView, event)),
    );
  }
}
