import { inject } from '@angular/core';
import { type CanActivateFn, Router } from '@angular/router';
import { Session } from './session';

export const signedIn: CanActivateFn = (_route, state) =>
  inject(Session).signedIn() !== undefined ||
  inject(Router).createUrlTree(['/sign-in'], state.url === '/' ? {} : { queryParams: { then: state.url } });

export const signedOut: CanActivateFn = () =>
  inject(Session).signedIn() === undefined || inject(Router).createUrlTree(['/now']);
