import type { Routes } from '@angular/router';

export const routes: Routes = [
  {
    path: '',
    title: 'title.alerts',
    loadComponent: async () => (await import('./alert-list')).AlertList,
  },
];
