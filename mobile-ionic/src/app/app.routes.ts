import type { Routes } from '@angular/router';
import { signedIn, signedOut } from './session/guards';

export const routes: Routes = [
  { path: '', pathMatch: 'full', redirectTo: 'now' },
  {
    path: 'sign-in',
    canActivate: [signedOut],
    loadComponent: () => import('./sign-in/sign-in-page').then((m) => m.SignInPage),
  },
  {
    path: 'enable',
    canActivate: [signedIn],
    loadComponent: () => import('./enable/enable-page').then((m) => m.EnablePage),
  },
  {
    path: 'ring/:ringId',
    canActivate: [signedIn],
    loadComponent: () => import('./ringing/ring-page').then((m) => m.RingPage),
  },
  {
    path: 'now',
    canActivate: [signedIn],
    loadComponent: () => import('./now/now-page').then((m) => m.NowPage),
  },
  {
    path: 'call',
    canActivate: [signedIn],
    loadComponent: () => import('./calling/call-page').then((m) => m.CallPage),
  },
  {
    path: 'incident/:incidentId',
    canActivate: [signedIn],
    loadComponent: () => import('./incident/incident-page').then((m) => m.IncidentPage),
  },
  {
    path: 'duty',
    canActivate: [signedIn],
    loadComponent: () => import('./duty/duty-page').then((m) => m.DutyPage),
  },
  {
    path: 'settings',
    canActivate: [signedIn],
    loadComponent: () => import('./settings/settings-page').then((m) => m.SettingsPage),
  },
  {
    path: 'readiness',
    canActivate: [signedIn],
    loadComponent: () => import('./settings/readiness-page').then((m) => m.ReadinessPage),
  },
  {
    // The server's own links lead here: an inform names the calling that it is about.
    path: 'escalations/:escalationId',
    canActivate: [signedIn],
    loadComponent: () => import('./escalation/escalation-page').then((m) => m.EscalationPage),
  },
  { path: '**', redirectTo: 'now' },
];
