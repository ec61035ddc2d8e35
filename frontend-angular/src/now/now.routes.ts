import type { Routes } from '@angular/router';

export const routes: Routes = [
  { path: '', title: 'title.now', loadComponent: async () => (await import('./now')).Now },
];
