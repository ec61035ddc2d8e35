import {
  HttpContextToken,
  type HttpErrorResponse,
  type HttpEvent,
  type HttpInterceptorFn,
  type HttpRequest,
  HttpResponse,
} from '@angular/common/http';
import { inject } from '@angular/core';
import { type Observable, catchError, tap, throwError, timeout } from 'rxjs';
import { Clock } from './clock';
import { isPassing, problemOf } from './problem';
import { Servers } from './servers';
import { Session } from './session';

/** How long one address may take; a poll that waits on purpose says more. */
export const PATIENCE_MS = new HttpContextToken<number>(() => 8_000);
/** Another token than the device's own: a fresh session's while it enrols. */
export const BEARER = new HttpContextToken<string | undefined>(() => undefined);

/** Said by who may send the same thing twice; else every request has its own. */
export const IDEMPOTENCY_KEY = new HttpContextToken<string | undefined>(() => undefined);

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Every request of the app: the device's token, a key that makes a write safe to repeat, and each of the
 * server's addresses in turn until one answers.
 */
export const apiInterceptor: HttpInterceptorFn = (request, next) => {
  if (!request.url.startsWith('/api/')) return next(request);
  const servers = inject(Servers);
  const session = inject(Session);
  const clock = inject(Clock);

  const bearer = request.context.get(BEARER) ?? session.signedIn()?.token;
  const prepared = request.clone({
    setHeaders: {
      ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
      ...(!READS.has(request.method) && {
        'idempotency-key': request.context.get(IDEMPOTENCY_KEY) ?? crypto.randomUUID(),
      }),
    },
  });
  const addresses = servers.usable();

  const ask = (at: number): Observable<HttpEvent<unknown>> => {
    const address = addresses[at];
    if (address === undefined) return throwError(() => new Error('No server address is known.'));
    return next(prepared.clone({ url: address + request.url })).pipe(
      timeout({ first: request.context.get(PATIENCE_MS) }),
      tap((event) => {
        if (!(event instanceof HttpResponse)) return;
        servers.answered(address);
        clock.learn(Date.parse(event.headers.get('date') ?? ''));
      }),
      catchError((error: unknown) => {
        const { status } = problemOf(error);
        if (isElsewhere(status) && at + 1 < addresses.length) return ask(at + 1);
        if (status === 401 && request.context.get(BEARER) === undefined && !isSignIn(request)) session.end();
        return throwError(() => error as HttpErrorResponse);
      }),
    );
  };
  return ask(0);
};

/** Worth asking another address: a rate limit is the same on all of them. */
const isElsewhere = (status: number): boolean => isPassing(status) && status !== 429;
const isSignIn = (request: HttpRequest<unknown>): boolean => /\/sign-in(\/code)?$/.test(request.url);
