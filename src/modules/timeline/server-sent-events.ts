import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { DomainError } from '../../platform/errors/domain-error.js';
import { RELOAD } from './event-feed.js';
import { HEARTBEAT } from './streams.service.js';
import type { EventView } from './timeline.dto.js';

/** A client that reads slower than this is told to come back and read everything anew. */
const MOST_UNREAD_BYTES = 4 * 1024 * 1024;

/** One event as the wire has it; `id` is where to resume. */
export function eventText(event: EventView): string {
  const name = event.kind === RELOAD ? 'event: reload\n' : '';
  return `id: ${event.position}\n${name}data: ${JSON.stringify(event)}\n\n`;
}

/** The last word: whose session is over signs in again, everybody else comes back. */
export const closingText = (reason: unknown): string =>
  reason instanceof DomainError
    ? `event: closed\ndata: ${JSON.stringify({ code: reason.code, title: reason.message })}\n\n`
    : '';

/** Takes the connection over from Fastify and writes until either side has had enough. */
export function sendEvents(
  request: FastifyRequest,
  reply: FastifyReply,
  events: Observable<EventView | typeof HEARTBEAT>,
): void {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    // A proxy that collects first would make news old.
    'x-accel-buffering': 'no',
  });
  raw.write(':\n\n');
  const stream = events.subscribe({
    next: (event) => {
      raw.write(event === HEARTBEAT ? ':\n\n' : eventText(event));
      if (raw.writableLength > MOST_UNREAD_BYTES) raw.destroy();
    },
    error: (reason: unknown) => raw.end(closingText(reason)),
    complete: () => raw.end(),
  });
  request.raw.on('close', () => stream.unsubscribe());
  raw.on('close', () => stream.unsubscribe());
  raw.on('error', () => stream.unsubscribe());
}
