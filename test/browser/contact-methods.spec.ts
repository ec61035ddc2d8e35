import { expect, test } from './house/fixtures.js';
import { inspect, LANGUAGES, openDesk, signInToConsole } from './house/screens.js';
import { MailBox } from './house/mail-box.js';
import { theWorld } from './house/world.js';

const SAYS = {
  en: {
    who: 'misaki',
    send: 'Send a code',
    confirm: 'Confirm',
    wrong: 'That is not the code',
    yes: 'verified',
  },
  ja: { who: 'yoko', send: 'コードを送る', confirm: '確認する', wrong: 'コードが違います', yes: '確認済み' },
} as const;

// One mail server for both: they share its port.
test.describe.configure({ mode: 'serial' });
let mails: MailBox;
test.beforeAll(async () => {
  mails = await MailBox.open(theWorld().mailPort);
});
test.afterAll(() => mails.close());

for (const language of LANGUAGES) {
  test(`an address counts once a code was read there (${language})`, async ({ browser }) => {
    const world = theWorld();
    const says = SAYS[language];
    mails.empty();
    const desk = await openDesk(browser, world, language);
    const page = await desk.newPage();
    await signInToConsole(page, world.people[says.who], language);
    await page.goto('/settings/profile');
    const section = page.locator('barry-contact-methods');
    await section.locator('select[name=kind]').selectOption('email');
    await section.locator('input[name=target]').fill(`night-${language}@example.org`);
    await section.locator('input[name=target]').press('Enter');
    const row = section.getByRole('listitem').filter({ hasText: `night-${language}@example.org` });
    await row.getByRole('button', { name: says.send }).click();
    await expect.poll(() => mails.texts.length).toBe(1);
    const code = /\b\d{6}\b/.exec(mails.texts[0] ?? '')?.[0] ?? '';
    const field = row.locator('input[name=code]');
    await field.fill(String((Number(code) + 1) % 1_000_000).padStart(6, '0'));
    await field.press('Enter');
    await expect(section.getByRole('alert')).toContainText(says.wrong);
    await inspect(page, 'console-verify-address', language);
    await field.fill(code);
    await row.getByRole('button', { name: says.confirm }).click();
    await expect(field).toHaveCount(0);
    await expect(row).toContainText(says.yes);
    await expect(row.getByRole('button', { name: says.send })).toHaveCount(0);
    await desk.close();
  });
}
