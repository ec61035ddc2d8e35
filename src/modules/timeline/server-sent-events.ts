import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { DomainError } from '../../platform/errors/domain-error.js';
import { RELOAD } from './event-feed.js';
import { HEARTBEAT, OPENED, type Told } from './streams.service.js';
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

const COMMENT = ':\n\n';

const textOf = (told: Told): string => (told === HEARTBEAT || told === OPENED ? COMMENT : eventText(told));

/** Takes the connection over from Fastify and writes until either side has had enough; answers when it stands. */
export function sendEvents(request: FastifyRequest, reply: FastifyReply, events: Observable<Told>): void {
  reply.hijack();
  const { raw } = reply;
  const answer = (): void => {
    if (raw.headersSent) return;
    raw.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      // A proxy that collects first would make news old.
      'x-accel-buffering': 'no',
    });
  };
  const end = (last: string): void => {
    answer();
    raw.end(last);
  };
  const stream = events.subscribe({
    next: (told) => {
      answer();
      raw.write(textOf(told));
      if (raw.writableLength > MOST_UNREAD_BYTES) raw.destroy();
    },
    error: (reason: unknown) => end(closingText(reason)),
    complete: () => end(''),
  });
  request.raw.on('close', () => stream.unsubscribe());
  raw.on('close', () => stream.unsubscribe());
  raw.on('error', () => stream.unsubscribe());
}
