import { expect, test } from './house/fixtures.js';
import { inspect, LANGUAGES, openDesk, signInToConsole } from './house/screens.js';
import { theWorld } from './house/world.js';

const WORD = 'a word of my own';
const SAYS = {
  en: { viewer: 'misaki', add: 'Add the user', link: 'One-time link' },
  ja: { viewer: 'yoko', add: 'ユーザーを追加', link: 'リンク発行' },
} as const;

for (const language of LANGUAGES) {
  test(`somebody without a password gets in by a link, once (${language})`, async ({ browser }) => {
    const world = theWorld();
    const says = SAYS[language];
    const desk = await openDesk(browser, world, language);
    const admin = await desk.newPage();
    await signInToConsole(admin, world.people[says.viewer], language);
    await admin.goto('/settings/users');
    const name = `Aiko Mori ${language}`;
    await admin.locator('input[name=name]').fill(name);
    await admin.locator('input[name=email]').fill(`aiko-${language}@example.org`);
    await admin.getByRole('button', { name: says.add }).click();
    const shown = admin.locator('barry-one-time-link code');
    await expect(shown).toContainText('/first-password#barry_p_');
    const first = (await shown.textContent())?.trim() ?? '';
    await inspect(admin, 'console-users-link', language);
    // Whoever asks again gets another, and the first one ends.
    await admin.getByRole('link', { name }).click();
    await admin.getByRole('button', { name: says.link }).click();
    await expect(shown).toContainText('/first-password#barry_p_');
    await expect(shown).not.toHaveText(first);
    const second = (await shown.textContent())?.trim() ?? '';

    const own = await openDesk(browser, world, language);
    const page = await own.newPage();
    const password = page.locator('input[name=password]');
    const submit = page.locator('button[type=submit]');
    await page.goto(first);
    await password.fill(WORD);
    await submit.click();
    await expect(page.getByRole('alert')).toBeVisible();
    await inspect(page, 'console-first-password', language);
    // Only what stands behind the # differs, which alone loads nothing anew.
    await page.goto('about:blank');
    await page.goto(second);
    await password.fill(WORD);
    await submit.click();
    await expect(page.getByRole('navigation').first()).toBeVisible();
    await expect(page).not.toHaveURL(/barry_p_/);
    await page.goto('/settings/profile');
    await expect(page.locator('main')).toContainText(`aiko-${language}@example.org`);
    await own.close();
    await desk.close();
  });
}
