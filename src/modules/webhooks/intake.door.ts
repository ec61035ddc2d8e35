import { Injectable, Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { bodyOf, fieldsOf, type HttpAnswer } from '../../plugins/kit/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Config } from '../../platform/config/config.js';
import { newId } from '../../platform/database/new-id.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { ERRORS } from '../../platform/errors/error-table.js';
import { Senders } from '../../platform/http/senders.js';
import type { Arrival } from './arrival.js';
import { triedTooOften } from './answer.rules.js';
import { BodyRoom } from './body-room.js';
import { CallHookService } from './call-hook.service.js';
import { IntakeLimits } from './intake-limits.js';
import { IntakeService } from './intake.service.js';
import { IntegrationKeys } from './integration-keys.service.js';
import { rowOf } from './job.rules.js';
import { largestBodyOf, readBody, type RequestBody, SenderGone } from './request-body.js';
import { CALL_HOOK } from './source-catalogue.js';
import { SourceQueries } from './source-query.service.js';
import { type FoundRoute, HOOK, SourceRoutes } from './source-routes.service.js';
import { WrongKeys } from './wrong-keys.js';

interface FoundHere extends FoundRoute {
  readonly path: string;
}

/** The door of the monitors: every address that a plugin asks for, outside of `/api`. */
@Injectable()
export class IntakeDoor {
  private readonly log = new Logger(IntakeDoor.name);

  constructor(
    private readonly routes: SourceRoutes,
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly intake: IntakeService,
    private readonly hook: CallHookService,
    private readonly keys: IntegrationKeys,
    private readonly limits: IntakeLimits,
    private readonly queries: SourceQueries,
    private readonly room: BodyRoom,
    private readonly wrongKeys: WrongKeys,
    private readonly senders: Senders,
  ) {}

  /** Undefined: this address is somebody else's. Asked of every request there is. */
  found({ method, url }: Pick<FastifyRequest, 'method' | 'url'>): FoundHere | undefined {
    const path = url.split('?', 1)[0] ?? '/';
    if (path.startsWith('/api/')) return undefined;
    const found = this.routes.find(method, path);
    return found && { ...found, path };
  }

  async answer(request: FastifyRequest, found: FoundHere): Promise<HttpAnswer> {
    const receivedAt = this.clock.now();
    const largest = largestBodyOf(found.route);
    const body = await readBody(request.raw, { largest, room: this.room });
    try {
      if (body.isCrowded) return BUSY;
      const arrival = this.arrivalOf(request, found, { body, receivedAt });
      if (found.source === HOOK) return await this.call(arrival);
      return await (found.route.kind === 'query' ? this.queries.answer(arrival) : this.intake.take(arrival));
    } finally {
      this.room.give(body.taken);
    }
  }

  /** Nothing that a stranger sends may end anything but its own answer. */
  faultAnswer(error: unknown): HttpAnswer {
    if (error instanceof DomainError)
      return problem(ERRORS[error.kind].http, error.code, error.message, error.details);
    // A thousand of them are nothing that anybody here has to look into.
    if (error instanceof SenderGone) this.log.debug(error.message);
    else this.log.error(error, 'a delivery was not answered');
    return { ...problem(503, 'UNAVAILABLE', 'Try again'), headers: { 'retry-after': '5' } };
  }

  private arrivalOf(
    request: FastifyRequest,
    found: FoundHere,
    { body, receivedAt }: { readonly body: RequestBody; readonly receivedAt: Date },
  ): Arrival {
    const headers: Record<string, string | undefined> = {};
    for (const [name, value] of Object.entries(request.headers))
      headers[name] = Array.isArray(value) ? value.join(', ') : value;
    const url = `${this.config.publicUrl}${request.url}`;
    return {
      deliveryId: newId(),
      source: found.source,
      route: found.route,
      address: this.senders.of(request),
      isTooLarge: body.isTooLarge,
      bodyBytes: body.length,
      delivery: {
        method: request.method,
        path: found.path,
        url,
        params: found.params,
        query: request.url.includes('?') ? queryOf(url) : {},
        headers,
        rawBody: body.bytes,
        body: body.isTooLarge ? undefined : bodyOf(body.bytes, headers['content-type']),
        receivedAt,
      },
    };
  }

  private async call(arrival: Arrival): Promise<HttpAnswer> {
    const { delivery } = arrival;
    const key = delivery.params['key'] ?? '';
    if (this.wrongKeys.isOver(arrival.address) && !(await this.keys.isAnybodys(key)))
      return triedTooOften(arrival, this.wrongKeys.retryAfterSeconds);
    const integration = await this.keys.byKey(key);
    if (!integration) this.wrongKeys.note(arrival.address);
    if (integration?.row.source !== CALL_HOOK || integration.row.mode !== 'live')
      return { status: 404, body: { error: 'not found' } };
    if (arrival.isTooLarge) return { status: 413, body: { error: 'too large' } };
    if (!this.limits.mayOpen(integration.row.id, 1)) return BUSY;
    const row = rowOf(arrival, integration.row.id, key, 'accepted');
    const answer = await this.hook.call({
      integration,
      row,
      idempotencyKey: delivery.headers['idempotency-key'],
    });
    return { status: 200, body: { deliveryId: arrival.deliveryId, ...answer } };
  }
}

const queryOf = (url: string): Record<string, string> =>
  fieldsOf(URL.parse(url)?.searchParams ?? new URLSearchParams());

const BUSY: HttpAnswer = { status: 503, headers: { 'retry-after': '5' }, body: { error: 'busy, try again' } };

const problem = (status: number, code: string, title: string, details: object = {}): HttpAnswer => ({
  status,
  headers: { 'content-type': 'application/problem+json' },
  body: { type: 'about:blank', title, status, code, details },
});

/**
 * Before any body parser, so that any Content-Type is read as it was sent. Called once, before the application
 * listens; what is no address of a plugin goes on as if nobody had looked.
 */
export function mountIntake(app: NestFastifyApplication): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  let door: IntakeDoor | undefined;
  // Not async: what is somebody else's goes on at once, and nearly all requests of people are.
  fastify.addHook(
    'onRequest',
    (request: FastifyRequest, reply: FastifyReply, goOn: (error?: Error) => void) => {
      const here = (door ??= app.get<IntakeDoor>(IntakeDoor, { strict: false }));
      const found = here.found(request);
      if (!found) return goOn();
      here
        .answer(request, found)
        .catch((error: unknown) => here.faultAnswer(error))
        .then((answer) => send(reply, answer))
        .catch(goOn);
    },
  );
  return Promise.resolve();
}

function send(reply: FastifyReply, { status, headers = {}, body }: HttpAnswer): void {
  void reply.status(status).header('referrer-policy', 'no-referrer');
  for (const [name, value] of Object.entries(headers)) void reply.header(name, value);
  // A sender that still talks is not listened to any longer.
  if (status === 413) void reply.header('connection', 'close');
  void reply.send(body ?? '');
}
