import type { Page } from '@playwright/test';
import { codeAt } from '../harness/authenticator-code.js';
import { expect, test } from './house/fixtures.js';
import { inspect, LANGUAGES, openDesk, openPocket, signInToConsole } from './house/screens.js';
import { somebody } from './house/somebody.js';
import { MailBox } from './house/mail-box.js';
import { PASSWORD, theWorld } from './house/world.js';

const WORD = 'a word of my own';
const SAYS = {
  en: {
    viewer: 'misaki',
    on: 'Switch it on',
    off: 'a stolen password alone opens nothing',
    begin: 'Set it up',
    endOthers: 'End all others',
    showCode: 'Sign in a phone by QR code',
    useOpened: 'Sign this device in',
    byCode: 'Sign in by QR code',
    link: 'Link or code',
    isIn: 'is signed in and can ring',
    forgot: 'Forgot your password?',
    wrong: 'That is not the code',
  },
  ja: {
    viewer: 'yoko',
    on: '有効にする',
    off: 'パスワードが漏れてもサインインされません',
    begin: '設定を始める',
    endOthers: 'ほかをすべて終了',
    showCode: 'QRコードで端末をサインイン',
    useOpened: 'この端末をサインイン',
    byCode: 'QRコードでサインイン',
    link: 'リンクまたはコード',
    isIn: 'がサインインし、呼び出しを受けられるようになりました',
    forgot: 'パスワードを忘れた場合',
    wrong: 'コードが違います',
  },
} as const;

let mails: MailBox;
test.beforeAll(async () => {
  mails = await MailBox.open(theWorld().mailPort);
});
test.afterAll(() => mails.close());

for (const language of LANGUAGES) {
  const says = SAYS[language];

  test(`a forgotten password is set anew by a link that comes by mail (${language})`, async ({ browser }) => {
    const world = theWorld();
    const person = await somebody(language, 'Forgetful');
    mails.empty();
    const desk = await openDesk(browser, world, language);
    const page = await desk.newPage();
    await page.goto('/sign-in');
    await page.getByRole('link', { name: says.forgot }).click();
    // The page before it has such a field, too, until this one is there.
    await expect(page.locator('input[name=password]')).toHaveCount(0);
    await page.locator('input[name=email]').fill(person.email);
    await inspect(page, 'console-forgot-password', language);
    await page.locator('button[type=submit]').click();
    await expect(page.locator('main p[role=status]')).toBeVisible();
    await expect.poll(() => mails.texts.length).toBe(1);
    const link = /http\S+\/reset-password#barry_p_[\w-]{43}/.exec(mails.texts[0] ?? '')?.[0] ?? '';
    await page.goto(link);
    await page.locator('input[name=password]').fill(WORD);
    await inspect(page, 'console-reset-password', language);
    await page.locator('button[type=submit]').click();
    await expect(page.getByRole('navigation').first()).toBeVisible();
    await expect(page).not.toHaveURL(/barry_p_/);
    await desk.close();
  });

  test(`a second factor is set up, asked for, and replaced by a recovery code (${language})`, async ({
    browser,
  }) => {
    const world = theWorld();
    const person = await somebody(language, 'Careful');
    const desk = await openDesk(browser, world, language);
    const page = await desk.newPage();
    await signInToConsole(page, person, language);
    await page.goto('/settings/profile');
    const section = page.locator('barry-second-factor');
    await section.getByRole('button', { name: says.begin }).click();
    const address = (await section.locator('svg.qr').getAttribute('data-text')) ?? '';
    await inspect(page, 'console-second-factor', language);
    await section.locator('input[name=factor]').fill(codeAt(address, Date.now()));
    await section.getByRole('button', { name: says.on }).click();
    const shown = section.locator('barry-recovery-codes li');
    await expect(shown).toHaveCount(10);
    const codes = await shown.allTextContents();
    // Beside the codes nothing says that it is off, not even for a moment.
    expect(await section.textContent()).not.toContain(says.off);
    await inspect(page, 'console-recovery-codes', language);

    const other = await openDesk(browser, world, language);
    const again = await other.newPage();
    await again.goto('/sign-in');
    await again.locator('input[name=email]').fill(person.email);
    await again.locator('input[name=password]').fill(PASSWORD);
    await again.locator('button[type=submit]').click();
    const field = again.locator('input[name=code]');
    await field.fill('000000');
    await again.locator('button[type=submit]').click();
    await expect(again.getByRole('alert')).toContainText(says.wrong);
    await inspect(again, 'console-sign-in-code', language);
    await field.fill(codes[0] ?? '');
    await again.locator('button[type=submit]').click();
    await expect(again.getByRole('navigation').first()).toBeVisible();

    // Two sessions now: the newer one ends the older one, which is shown the door.
    await again.goto('/settings/profile');
    const sessions = again.locator('barry-sessions');
    await expect(sessions.getByRole('listitem')).toHaveCount(2);
    await inspect(again, 'console-sessions', language);
    await sessions.getByRole('button', { name: says.endOthers }).click();
    await expect(sessions.getByRole('listitem')).toHaveCount(1);
    await expect(page).toHaveURL(/\/sign-in/);
    await desk.close();
    await other.close();
  });

  test(`a phone is signed in by a code that the console shows, which sees it at once (${language})`, async ({
    browser,
  }) => {
    const world = theWorld();
    const person = await somebody(language, 'Walking');
    const desk = await openDesk(browser, world, language);
    const page = await desk.newPage();
    await signInToConsole(page, person, language);
    await page.goto('/settings/profile');
    const link = await shownLink(page, says.showCode);
    await inspect(page, 'console-device-code', language);

    const pocket = await openPocket(browser, world, language);
    const phone = await pocket.newPage();
    await phone.goto('/app/sign-in');
    await phone.getByRole('button', { name: says.byCode }).click();
    await expect(phone.getByLabel(says.link).or(phone.locator('video'))).toBeVisible();
    await inspect(phone, 'app-sign-in-by-code', language);
    await phone.goto('about:blank');
    await phone.goto(link);
    await expect(phone).not.toHaveURL(/barry_q_/);
    await inspect(phone, 'app-sign-in-opened', language);
    await phone.getByRole('button', { name: says.useOpened }).click();
    await expect(phone).toHaveURL(/\/app\/enable/);
    await expect(page.getByRole('dialog')).toContainText(says.isIn);
    await inspect(page, 'console-device-code-used', language);
    await pocket.close();
    await desk.close();
  });
}

async function shownLink(page: Page, name: string): Promise<string> {
  await page.getByRole('button', { name }).click();
  const code = page.getByRole('dialog').locator('svg.qr');
  await expect(code).toBeVisible();
  return (await code.getAttribute('data-text')) ?? '';
}
