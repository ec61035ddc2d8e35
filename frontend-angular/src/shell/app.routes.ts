import type { Routes } from '@angular/router';
import { signedIn } from '../session/guard';

export const routes: Routes = [
  {
    path: 'sign-in',
    title: 'title.signIn',
    loadComponent: async () => (await import('../access/sign-in')).SignIn,
  },
  {
    path: 'setup',
    title: 'title.setup',
    loadComponent: async () => (await import('../access/setup')).Setup,
  },
  {
    path: 'first-password',
    title: 'title.firstPassword',
    loadComponent: async () => (await import('../access/first-password')).FirstPassword,
  },
  {
    path: 'reset-password',
    title: 'title.resetPassword',
    loadComponent: async () => (await import('../access/first-password')).FirstPassword,
  },
  {
    path: 'forgot-password',
    title: 'title.resetPassword',
    loadComponent: async () => (await import('../access/forgot-password')).ForgotPassword,
  },
  {
    path: '',
    canActivate: [signedIn],
    loadComponent: async () => (await import('./shell')).Shell,
    children: [
      { path: '', pathMatch: 'full', loadChildren: async () => (await import('../now/now.routes')).routes },
      { path: 'incidents', loadChildren: async () => (await import('../incidents/incidents.routes')).routes },
      {
        path: 'alerts/:alertId/why',
        title: 'title.explanation',
        loadComponent: async () => (await import('../explanation/explanation-page')).ExplanationPage,
      },
      { path: 'alerts', loadChildren: async () => (await import('../alerts/alerts.routes')).routes },
      { path: 'timeline', loadChildren: async () => (await import('../timeline/timeline.routes')).routes },
      { path: 'teams', loadChildren: async () => (await import('../teams/teams.routes')).routes },
      {
        path: 'integrations',
        loadChildren: async () => (await import('../integrations/integrations.routes')).routes,
      },
      {
        path: 'maintenance',
        loadChildren: async () => (await import('../integrations/maintenance/maintenance.routes')).routes,
      },
      { path: 'engine', loadChildren: async () => (await import('../engine/engine.routes')).routes },
      {
        path: 'escalations/:escalationId/why',
        title: 'title.explanation',
        loadComponent: async () => (await import('../explanation/explanation-page')).ExplanationPage,
      },
      {
        path: 'escalations/:escalationId',
        title: 'title.escalation',
        loadComponent: async () => (await import('../now/escalation-page')).EscalationPage,
      },
      {
        path: 'simulator',
        title: 'title.simulator',
        loadComponent: async () => (await import('../simulator/simulator-page')).SimulatorPage,
      },
      { path: 'settings', loadChildren: async () => (await import('../settings/settings.routes')).routes },
      {
        path: '**',
        title: 'title.missing',
        loadComponent: async () => (await import('./missing')).Missing,
      },
    ],
  },
];
