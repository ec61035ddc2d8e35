import type { Routes } from '@angular/router';

/** Among the settings, at an address of its own: what Barry sends to administrators leads here. */
export const routes: Routes = [
  {
    path: '',
    loadComponent: async () => (await import('../settings/settings-frame')).SettingsFrame,
    children: [
      {
        path: '',
        title: 'title.engine',
        loadComponent: async () => (await import('./engine-page')).EnginePage,
      },
    ],
  },
];
