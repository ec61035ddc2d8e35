import { expect, test } from './house/fixtures.js';
import { inspect, LANGUAGES } from './house/screens.js';

const SAYS = {
  en: { all: 'Everything', ringing: 'ringing', accepted: 'accepted', proved: 'proved · rang for a test' },
  ja: { all: 'すべて', ringing: '鳴動', accepted: '確認済み', proved: '鳴動を確認済み · テストで鳴動' },
} as const;

const MODEL = 'Nokia 3310';

for (const language of LANGUAGES) {
  test(`"Ring me" shows each stage as it comes, and the device is proved (${language})`, async ({
    house,
  }) => {
    const says = SAYS[language];
    const who = language === 'en' ? 'lucas' : 'yoko';
    // Those of other tests lie about switched off.
    const phone = await house.apiPhone(who, { model: MODEL });
    const page = await house.console(who, language);
    await page.goto('/settings/profile');
    const tests = page.locator('barry-test-rings');
    await tests.getByRole('button', { name: says.all }).click();
    const newest = tests.locator('.tests > li').filter({ hasText: MODEL }).first();
    await expect(newest.locator('.stages')).toContainText(says.ringing);
    await expect(newest.locator('.stages .proof')).toContainText(/\d/);
    await phone.until('rung', ({ ring }) => ring?.status === 'ringing');
    await phone.accept();
    await expect(newest.locator('.head')).toContainText(says.accepted);
    await expect(page.locator('barry-devices')).toContainText(says.proved);
    await tests.scrollIntoViewIfNeeded();
    await inspect(page, 'console-ring-me', language);
  });

  test(`a phone rings itself by the whole way, and says that it is a test (${language})`, async ({
    house,
  }) => {
    // Not who was rung a moment ago.
    const phone = await house.phone(language === 'en' ? 'elena' : 'ken', language);
    await phone.goto('/app/readiness');
    await phone.locator('bar-ring-me button').first().click();
    const ring = phone.getByRole('alertdialog');
    await expect(ring).toContainText(language === 'en' ? 'This is a test' : 'これはテストです');
    await inspect(phone, 'app-test-ring', language);
    await ring.locator('.yes button').click();
    await phone.locator('bar-message-screen').getByRole('button').last().waitFor();
    await inspect(phone, 'app-test-message', language);
    await phone
      .getByRole('button', { name: language === 'en' ? 'I’ll take it' : '引き受ける', exact: true })
      .click();
    await expect(phone.locator('bar-over-screen')).toBeVisible();
    await phone.goto('/app/readiness');
    await expect(phone.locator('bar-ring-me .proof').first()).toBeVisible();
    await phone.locator('bar-ring-me').scrollIntoViewIfNeeded();
    await inspect(phone, 'app-ring-me', language);
  });
}

for (const language of LANGUAGES) {
  test(`an admin sees what has proved that it rings, and rings somebody for a test (${language})`, async ({
    house,
  }) => {
    const phone = await house.apiPhone(language === 'en' ? 'priya' : 'daisuke', { model: MODEL });
    const page = await house.console(language === 'en' ? 'misaki' : 'yoko', language);
    await page.goto('/settings/users');
    await page.locator('main').getByRole('link', { name: phone.person.name }).click();
    const tests = page.locator('barry-test-rings');
    await tests.getByRole('button', { name: MODEL }).first().click();
    await phone.until('rung', ({ ring }) => ring?.status === 'ringing');
    await expect(tests.locator('.stages .proof').first()).toBeVisible();
    await phone.accept();
    await expect(page.locator('barry-devices').first()).toContainText(SAYS[language].proved);
    await tests.scrollIntoViewIfNeeded();
    await inspect(page, 'console-person-reach', language);
  });
}
