import { SMTPServer } from 'smtp-server';
import { expect, test } from './house/fixtures.js';
import { inspect, LANGUAGES, openDesk, signInToConsole } from './house/screens.js';
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
let server: SMTPServer;
let mails: string[] = [];
test.beforeAll(async () => {
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, _, callback) {
      let mail = '';
      stream.on('data', (part: Buffer) => (mail += part.toString()));
      stream.on('end', () => {
        mails.push(mail);
        callback();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(theWorld().mailPort, '127.0.0.1', resolve));
});
test.afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));

for (const language of LANGUAGES) {
  test(`an address counts once a code was read there (${language})`, async ({ browser }) => {
    const world = theWorld();
    const says = SAYS[language];
    mails = [];
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
    await expect.poll(() => mails.length).toBe(1);
    const code = /\b\d{6}\b/.exec(decoded(mails[0] ?? ''))?.[0] ?? '';
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

/** The text of a mail, whichever way it was made safe for the wire. */
function decoded(mail: string): string {
  const [, ...body] = mail.split('\r\n\r\n');
  const text = body.join('\n');
  if (!/transfer-encoding: base64/i.test(mail)) return text.replaceAll('=\r\n', '');
  return text.replace(/^[A-Za-z0-9+/=\s]+$/gm, (part) => Buffer.from(part, 'base64').toString());
}
