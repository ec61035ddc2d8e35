import { inject } from '@angular/core';
import { type CanActivateFn, Router } from '@angular/router';
import { Session } from './session';

export const signedIn: CanActivateFn = async (_route, state) => {
  const session = inject(Session);
  const router = inject(Router);
  if (await session.ensure()) return true;
  return router.createUrlTree(['/sign-in'], state.url === '/' ? {} : { queryParams: { back: state.url } });
};
