import type { Routes } from '@angular/router';

export const routes: Routes = [
  {
    path: '',
    title: 'title.incidents',
    loadComponent: async () => (await import('./incident-list')).IncidentList,
  },
  {
    path: ':incidentId',
    title: 'title.incident',
    loadComponent: async () => (await import('./incident-page')).IncidentPage,
  },
];
