import type { Routes } from '@angular/router';

export const routes: Routes = [
  {
    path: '',
    title: 'title.integrations',
    loadComponent: async () => (await import('./integration-list')).IntegrationList,
  },
  {
    path: 'new',
    title: 'title.newIntegration',
    loadComponent: async () => (await import('./new-integration')).NewIntegration,
  },
  {
    path: 'heartbeats',
    title: 'title.heartbeats',
    loadComponent: async () => (await import('./signs/heartbeats-page')).HeartbeatsPage,
  },
  {
    path: ':integrationId',
    title: 'title.integration',
    loadComponent: async () => (await import('./integration-page')).IntegrationPage,
  },
];
