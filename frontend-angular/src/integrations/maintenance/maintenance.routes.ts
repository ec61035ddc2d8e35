import type { Routes } from '@angular/router';

export const routes: Routes = [
  {
    path: '',
    title: 'title.maintenance',
    loadComponent: async () => (await import('./maintenance-list')).MaintenanceList,
  },
  {
    path: 'new',
    title: 'maintenance.new',
    loadComponent: async () => (await import('./maintenance-page')).MaintenancePage,
  },
  {
    path: ':maintenanceId',
    title: 'title.maintenance',
    loadComponent: async () => (await import('./maintenance-page')).MaintenancePage,
  },
];
