import type { Routes } from '@angular/router';

export const routes: Routes = [
  { path: '', title: 'title.teams', loadComponent: async () => (await import('./team-list')).TeamList },
  {
    path: ':teamId',
    title: 'title.team',
    loadComponent: async () => (await import('./team-page')).TeamPage,
  },
  {
    path: ':teamId/policies/:policyId',
    title: 'title.policy',
    loadComponent: async () => (await import('./policy/policy-page')).PolicyPage,
  },
  {
    path: ':teamId/schedule',
    title: 'title.schedule',
    loadComponent: async () => (await import('./schedule/schedule-page')).SchedulePage,
  },
];
