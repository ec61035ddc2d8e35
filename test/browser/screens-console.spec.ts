import { expect, type Locator, type Page } from '@playwright/test';
import { Api } from './house/api.js';
import { test } from './house/fixtures.js';
import { Night } from './house/night.js';
import { claim, inspect, LANGUAGES, openDesk, signInToConsole } from './house/screens.js';
import { theWorld, type World } from './house/world.js';

interface Screen {
  readonly name: string;
  readonly path: string | ((place: Place) => Promise<string> | string);
  readonly open?: (page: Page) => Promise<void>;
  /** What is there once the screen is complete. */
  readonly shows: (page: Page) => Locator;
}
interface Place {
  readonly world: World;
  readonly night: Night;
  readonly find: <T>(path: string) => Promise<T>;
}

const pageMain = (page: Page): Locator => page.locator('main');
const row = (page: Page): Locator => page.locator('main tbody tr').first();
const dialog = (page: Page): Locator => page.getByRole('dialog');

const SCREENS: readonly Screen[] = [
  {
    name: 'now',
    path: '/',
    shows: (page) => page.getByRole('row').filter({ hasText: '鈴木 大輔' }).first(),
  },
  { name: 'timeline', path: '/timeline', shows: pageMain },
  { name: 'alerts', path: '/alerts', shows: row },
  {
    name: 'alert',
    path: async ({ find }) => {
      const { alerts } = await find<{ alerts: { alertId: string; service?: string }[] }>(
        '/alerts?status=firing&pageSize=50',
      );
      return `/alerts?alert=${alerts.find(({ service }) => service === 'mx-in')?.alertId}`;
    },
    shows: (page) => page.locator('.det-head'),
  },
  { name: 'incidents', path: '/incidents', shows: row },
  {
    name: 'incident',
    path: ({ night }) => `/incidents/${night.incidentId}`,
    shows: (page) => page.getByRole('article').last(),
  },
  { name: 'teams', path: '/teams', shows: (page) => page.locator('main a', { hasText: 'Edge DNS' }) },
  { name: 'team', path: ({ world: { teams } }) => `/teams/${teams.mail}`, shows: row },
  {
    name: 'policy',
    path: ({ world: { teams, policies } }) => `/teams/${teams.mail}/policies/${policies.mail}`,
    shows: (page) => page.locator('barry-rehearsal-chart'),
  },
  {
    name: 'schedule',
    path: ({ world: { teams } }) => `/teams/${teams.mail}/schedule`,
    shows: (page) => page.locator('barry-schedule-view').first(),
  },
  { name: 'integrations', path: '/integrations', shows: row },
  {
    name: 'integration-new',
    path: '/integrations/new',
    open: (page) => page.getByRole('radio', { name: /^Grafana (?!OnCall)/ }).check({ force: true }),
    shows: (page) => page.locator('input[name=name]'),
  },
  {
    name: 'integration-waiting',
    path: ({ world: { integrations } }) => `/integrations/${integrations.silent}?setup=1`,
    shows: (page) => page.locator('.guide code').first(),
  },
  {
    name: 'integration-asking',
    path: ({ world: { integrations } }) => `/integrations/${integrations.asking}`,
    shows: (page) => page.locator('.hit.ask button').first(),
  },
  {
    name: 'integration',
    path: async ({ world: { integrations }, find }) => {
      const { deliveries } = await find<{ deliveries: { deliveryId: string }[] }>(
        `/integrations/${integrations.grafana}/deliveries`,
      );
      return `/integrations/${integrations.grafana}?delivery=${deliveries[0]?.deliveryId}`;
    },
    shows: pageMain,
  },
  {
    name: 'profile',
    path: '/settings/profile',
    shows: (page) => page.locator('barry-devices li, barry-devices tr').first(),
  },
  { name: 'users', path: '/settings/users', shows: row },
  { name: 'audit', path: '/settings/audit', shows: row },
  { name: 'missing', path: '/nowhere', shows: pageMain },
  {
    name: 'escalate',
    path: '/',
    open: async (page) => {
      await page.keyboard.press('e');
      await dialog(page).locator('input[name=title]').fill('HBA firmware on rack C-14');
    },
    shows: (page) => dialog(page).locator('barry-ring-preview barry-avatar').first(),
  },
  {
    name: 'palette',
    path: '/',
    open: (page) => page.keyboard.press('Control+k'),
    shows: dialog,
  },
  { name: 'keys', path: '/', open: (page) => page.keyboard.press('?'), shows: dialog },
  {
    name: 'call-more',
    path: ({ night }) => `/incidents/${night.incidentId}`,
    open: async (page) => {
      await expect(page.getByRole('feed')).toBeVisible();
      await page.keyboard.press('m');
    },
    shows: dialog,
  },
  { name: 'incident-new', path: '/incidents', open: (page) => page.keyboard.press('c'), shows: dialog },
];

for (const language of LANGUAGES) {
  test.describe(`console, ${language}`, () => {
    let page: Page;
    let night: Night;
    const world = theWorld;
    const viewer = language === 'ja' ? 'yoko' : 'misaki';

    test.beforeAll(async ({ browser }) => {
      night = new Night(world());
      await night.begin();
      page = await (await openDesk(browser, world(), language)).newPage();
      await signInToConsole(page, world().people[viewer], language);
    });
    test.afterAll(async () => {
      await night.end();
      await page.context().close();
    });

    for (const screen of SCREENS) {
      test(`${screen.name} ${claim(language)}`, async () => {
        const api = new Api(world().origin, world().people[viewer].token);
        const place: Place = { world: world(), night, find: (path) => api.get(path) };
        const path = typeof screen.path === 'function' ? await screen.path(place) : screen.path;
        await page.emulateMedia({ colorScheme: 'dark' });
        await page.goto(path);
        await expect(page.locator('main')).toBeVisible();
        await expect(page.locator('barry-skeleton')).toHaveCount(0);
        await screen.open?.(page);
        await expect(screen.shows(page)).toBeVisible();
        await expect(page.locator('barry-skeleton')).toHaveCount(0);
        await inspect(page, `console-${screen.name}`, language);
      });
    }
  });

  test(`console, ${language}: sign-in ${claim(language)}`, async ({ browser }) => {
    const context = await openDesk(browser, theWorld(), language);
    const page = await context.newPage();
    await page.goto('/sign-in');
    await page.locator('input[name=email]').fill('misaki@example.org');
    await page.locator('input[name=password]').fill('wrong');
    await page.locator('button[type=submit]').click();
    await expect(page.getByRole('alert')).toBeVisible();
    await inspect(page, 'console-sign-in', language);
    await page.goto('/setup?token=barry_a_used');
    await expect(page.locator('form')).toBeVisible();
    await inspect(page, 'console-setup', language);
    await context.close();
  });
}
