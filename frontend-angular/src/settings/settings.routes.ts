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
        path: 'users/:userId',
        title: 'title.user',
        loadComponent: async () => (await import('./user-page')).UserPage,
      },
      {
        path: 'service-accounts',
        title: 'title.serviceAccounts',
        loadComponent: async () => (await import('./service-accounts-page')).ServiceAccountsPage,
      },
      {
        path: 'service-accounts/:userId',
        title: 'title.serviceAccount',
        loadComponent: async () => (await import('./service-account-page')).ServiceAccountPage,
      },
      {
        path: 'tokens',
        title: 'title.tokens',
        loadComponent: async () => (await import('./all-tokens-page')).AllTokensPage,
      },
      {
        path: 'audit',
        title: 'title.audit',
        loadComponent: async () => (await import('./audit-page')).AuditPage,
      },
    ],
  },
];
