import type { Routes } from '@angular/router';

export const routes: Routes = [
  {
    path: '',
    loadComponent: async () => (await import('./settings-frame')).SettingsFrame,
    children: [
      { path: '', pathMatch: 'full', redirectTo: 'profile' },
      {
        path: 'profile',
        title: 'title.profile',
        loadComponent: async () => (await import('./profile-page')).ProfilePage,
      },
      {
        path: 'users',
        title: 'title.users',
        loadComponent: async () => (await import('./users-page')).UsersPage,
      },
      {
        path: 'single-sign-on',
        title: 'title.sso',
        loadComponent: async () => (await import('./sso-page')).SsoPage,
      },
      {
        path: 'audit',
        title: 'title.audit',
        loadComponent: async () => (await import('./audit-page')).AuditPage,
      },
    ],
  },
];
