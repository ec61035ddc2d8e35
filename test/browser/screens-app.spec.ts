import { expect, type Page } from '@playwright/test';
import { Api } from './house/api.js';
import { ApiPhone } from './house/api-phone.js';
import { test } from './house/fixtures.js';
import { grafanaAlert } from './house/grafana.js';
import { quiet } from './house/night.js';
import { claim, inspect, type Language, LANGUAGES, openPocket, signIn } from './house/screens.js';
import { theWorld, type Who, type World } from './house/world.js';

const CAST = {
  en: {
    owner: 'priya',
    others: ['noah', 'tom'],
    service: 'ns-en',
    policy: 'phonesEn',
    title: '38 % of lookups fail, Tokyo and Osaka',
  },
  ja: {
    owner: 'sakura',
    others: ['naoki', 'ken'],
    service: 'ns-ja',
    policy: 'phonesJa',
    title: '東京と大阪で名前解決の 38 % が失敗',
  },
} as const satisfies Record<Language, object>;

const WORDS = {
  en: {
    enable: 'Enable ringing',
    go: 'Continue',
    answer: 'Answer',
    cant: 'I can’t',
    driving: 'Driving',
    take: 'I’ll take it',
    anyway: 'I’ll take it after all',
    open: 'Open the incident',
    send: 'Send',
    quick: 'Looking into it',
  },
  ja: {
    enable: '着信を有効にする',
    go: '続ける',
    answer: '応答',
    cant: 'できない',
    driving: '運転中',
    take: '引き受ける',
    anyway: 'やはり引き受ける',
    open: 'インシデントを開く',
    send: '送る',
    quick: '調べています',
  },
} as const;

for (const language of LANGUAGES) {
  const cast = CAST[language];
  const words = WORDS[language];

  test.describe(`app, ${language}`, () => {
    // One phone through one night: what a screen shows comes from the one before.
    test.describe.configure({ mode: 'serial' });
    let page: Page;
    let world: World;
    let admin: Api;
    let others: readonly ApiPhone[] = [];
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    const look = (name: string) => inspect(page, `app-${name}`, language);
    const enrol = (who: Who) => ApiPhone.enrol(world.origin, world.people[who]);
    const visit = async (place: string): Promise<void> => {
      await page.goto(`/app/${place}`);
      await expect(page.locator('ion-content h1, ion-content h2').first()).toBeVisible();
      // A page that was loaded anew makes no sound before it was touched.
      await page.locator('ion-content h1, ion-content h2').first().tap();
    };

    test.beforeAll(async ({ browser }) => {
      world = theWorld();
      admin = new Api(world.origin, world.people.misaki.token);
      await quiet(world);
      others = [await enrol(cast.others[0]), await enrol(cast.others[1])];
      page = await (await openPocket(browser, world, language)).newPage();
    });
    test.afterAll(async () => {
      await quiet(world);
      for (const phone of others) phone.close();
      await page.context().close();
    });

    test(`sign-in ${claim(language)}`, async () => {
      await page.goto('/app/');
      await expect(page.locator('input[name=email]')).toBeVisible();
      await look('sign-in');
    });

    test(`enable ringing ${claim(language)}`, async () => {
      await signIn(page, world.people[cast.owner], language);
      await expect(button(words.enable)).toBeVisible();
      await look('enable');
      await button(words.enable).click();
      await expect(button(words.go)).toBeVisible();
      await look('enabled');
      await button(words.go).click();
      await expect(page).toHaveURL(/\/app\/now$/);
    });

    test(`now ${claim(language)}`, async () => {
      await expect(page.locator('ion-content li a[href*="/incident/"]').first()).toBeVisible();
      await expect(page.locator('.skeleton')).toHaveCount(0);
      await look('now');
    });

    for (const place of ['call', 'duty', 'settings', 'readiness']) {
      test(`${place} ${claim(language)}`, async () => {
        await visit(place);
        await look(place);
      });
    }

    test(`ringing ${claim(language)}`, async () => {
      await visit('now');
      const { service, title } = cast;
      await admin.deliver(
        world.hook,
        grafanaAlert(`Lookups ${language}`, {
          summary: title,
          description: 'ns1 and ns3 answer SERVFAIL since the zone transfer of 03:08.',
          service,
        }),
      );
      await page.getByRole('alertdialog').waitFor();
      await others[1]?.until('rung', (phone) => phone.hasRung);
      await others[1]?.decline('driving');
      await expect(page.getByRole('alertdialog').getByText(words.driving)).toBeVisible({ timeout: 10_000 });
      await look('ringing');
    });

    test(`the message ${claim(language)}`, async () => {
      await button(words.answer).click();
      await expect(page.getByRole('heading', { name: cast.title })).toBeVisible();
      await expect(page.locator('bar-decide-bar .time')).toBeVisible();
      await look('message');
    });

    test(`"I can’t" ${claim(language)}`, async () => {
      await button(words.cant).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await look('cant');
      await button(words.driving).click();
      await expect(button(words.anyway)).toBeVisible();
      await look('declined');
    });

    test(`what was taken ${claim(language)}`, async () => {
      await button(words.anyway).click();
      await expect(button(words.open)).toBeVisible();
      await look('taken');
    });

    test(`the incident ${claim(language)}`, async () => {
      await button(words.open).click();
      await button(words.quick).click();
      await expect(page.getByRole('article')).toHaveCount(1);
      await look('incident');
    });

    test(`a calling that is over ${claim(language)}`, async () => {
      const { escalations } = await admin.get<{
        escalations: readonly { escalationId: string; title: string }[];
      }>('/escalations?pageSize=20');
      const over = escalations.find(({ title }) => title === cast.title);
      await visit(`escalations/${over?.escalationId}`);
      await expect(page.getByRole('heading', { name: cast.title })).toBeVisible();
      await look('escalation');
    });

    test(`a ring for several calls ${claim(language)}`, async () => {
      await visit('now');
      const policyId = world.policies[cast.policy];
      for (const title of ['Resolver cache 99 %', 'DNSSEC signatures expire in 2 h', 'ns3 unreachable']) {
        await admin.post('/escalations', { policyId, title, severity: 'high' });
      }
      await expect(page.getByRole('alertdialog', { name: /3/ })).toBeVisible();
      await look('ringing-many');
      await button(words.answer).click();
      await expect(page.locator('bar-many-screen .time')).toBeVisible();
      await look('many');
    });
  });
}
