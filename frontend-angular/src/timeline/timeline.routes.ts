import type { Routes } from '@angular/router';

export const routes: Routes = [
  {
    path: '',
    title: 'title.timeline',
    loadComponent: async () => (await import('./timeline-page')).TimelinePage,
  },
];
