import { HttpErrorResponse, type HttpInterceptorFn } from '@angular/common/http';
import { inject } from '@angular/core';
import { catchError, throwError } from 'rxjs';
import { Session } from './session';

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Every write carries the CSRF token and a key that makes repeating it safe; a 401 ends the session here. */
export const apiInterceptor: HttpInterceptorFn = (request, next) => {
  const session = inject(Session);
  const csrf = session.csrfToken();
  const outgoing = READS.has(request.method)
    ? request
    : request.clone({
        setHeaders: {
          ...(csrf === undefined ? {} : { 'X-Barry-CSRF': csrf }),
          ...(request.headers.has('Idempotency-Key') ? {} : { 'Idempotency-Key': crypto.randomUUID() }),
        },
      });
  return next(outgoing).pipe(
    catchError((error: unknown) => {
      if (error instanceof HttpErrorResponse && error.status === 401) session.ended();
      return throwError(() => error);
    }),
  );
};
