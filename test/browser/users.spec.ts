import type { Api } from './house/api.js';
import { codeAt } from '../harness/authenticator-code.js';
import { expect, test } from './house/fixtures.js';
import {
  claim,
  inspect,
  inspectWidths,
  LANGUAGES,
  openDesk,
  signIn,
  signInToConsole,
} from './house/screens.js';
import { byApi, somebody } from './house/somebody.js';
import { theWorld } from './house/world.js';

const SAYS = {
  en: {
    take: 'Take it away',
    endAll: 'End all',
    link: 'One-time link',
    make: 'Make the link',
    disable: 'Disable',
    enable: 'Enable',
    on: 'on',
    off: 'off',
    due: 'at the next sign-in',
    everybody: 'Everybody',
    nobody: 'Nobody',
    ask: 'Ask for it',
    cancel: 'Cancel',
    without: /\d+ people have none/,
    begin: 'Set it up',
    enrol: 'Sign in',
    kept: 'I have kept them',
    isOn: 'On since',
  },
  ja: {
    take: '解除する',
    endAll: 'すべて終了',
    link: 'リンク発行',
    make: 'リンクを発行',
    disable: '無効にする',
    enable: '有効にする',
    on: '設定済み',
    off: '未設定',
    due: '次回サインイン時',
    everybody: '全員',
    nobody: 'なし',
    ask: '必須にする',
    cancel: 'やめる',
    without: /未設定の人が\d+人います/,
    begin: '設定を始める',
    enrol: 'サインイン',
    kept: '控えました',
    isOn: 'から有効です',
  },
} as const;

/** An authenticator app for somebody who is signed in; its address makes the codes. */
async function enrol(api: Api): Promise<string> {
  const { address } = await api.post<{ address: string }>('/me/second-factor');
  await api.post('/me/second-factor/confirm', { code: codeAt(address, Date.now()) });
  return address;
}

for (const language of LANGUAGES) {
  const says = SAYS[language];

  test(`an admin sees how somebody gets in, ends it, resets it, and shuts the door (${language}); ${claim(language)}`, async ({
    browser,
  }) => {
    const world = theWorld();
    const admin = await somebody(language, 'Governing', { role: 'admin' });
    const person = await somebody(language, 'Governed');
    const theirs = await byApi(person);
    await enrol(theirs);
    const desk = await openDesk(browser, world, language);
    const page = await desk.newPage();
    await signInToConsole(page, admin, language);
    await page.goto(`/settings/users?q=${encodeURIComponent('Govern')}`);
    const row = page.getByRole('row').filter({ hasText: person.name });
    await expect(row).toContainText(says.on);
    await expect(page.getByRole('row').filter({ hasText: admin.name })).toContainText(says.off);
    await page.getByRole('link', { name: person.name }).click();
    await expect(page.locator('barry-sessions').getByRole('listitem')).toHaveCount(1);
    await expect(page.locator('barry-factor-of button')).toBeVisible();
    await inspectWidths(page, 'console-user', language);

    const dialog = page.getByRole('dialog');
    await page.getByRole('button', { name: says.take }).click();
    await inspect(page, 'console-user-take-factor', language);
    await dialog.getByRole('button', { name: says.take }).click();
    await expect(page.locator('barry-factor-of button')).toHaveCount(0);
    await page.getByRole('button', { name: says.endAll }).click();
    await expect(page.locator('[data-session]')).toHaveCount(0);
    await expect(theirs.get('/me')).rejects.toThrow('401');

    await page.getByRole('button', { name: says.link }).click();
    await inspect(page, 'console-user-reset', language);
    await dialog.getByRole('button', { name: says.make }).click();
    await expect(page.locator('barry-one-time-link code')).toContainText('/reset-password#barry_p_');

    await page.getByRole('button', { name: says.disable }).click();
    await inspect(page, 'console-user-disable', language);
    await dialog.getByRole('button', { name: says.disable }).click();
    await expect(page.getByRole('button', { name: says.enable })).toBeVisible();
    // What would open the door is no longer shown either.
    await expect(page.locator('barry-one-time-link code')).toHaveCount(0);
    await inspect(page, 'console-user-disabled', language);
    await page.getByRole('button', { name: says.enable }).click();
    await expect(page.getByRole('button', { name: says.disable })).toBeVisible();
    // Oneself is nobody to be shut out.
    await page.goto(`/settings/users/${admin.userId}`);
    await expect(page.getByRole('button', { name: says.disable })).toHaveCount(0);
    await desk.close();
  });

  test(`whoever asks for a second factor is told for whom, and who lacks one sets it up at the door (${language}); ${claim(language)}`, async ({
    browser,
  }) => {
    const world = theWorld();
    const admin = await somebody(language, 'Demanding', { role: 'admin' });
    const member = await somebody(language, 'Enrolling');
    const desk = await openDesk(browser, world, language);
    const page = await desk.newPage();
    await signInToConsole(page, admin, language);
    await enrol(await byApi(admin));
    await page.goto('/settings/users');
    const rules = page.locator('barry-sign-in-rules');
    const everybody = rules.getByRole('radio', { name: says.everybody });
    const dialog = page.getByRole('dialog');
    await everybody.click();
    await expect(dialog).toContainText(says.without);
    await inspect(page, 'console-sign-in-rules-ask', language);
    // Who does not mean it has changed nothing.
    await dialog.getByRole('button', { name: says.cancel }).click();
    await expect(rules.getByRole('radio', { name: says.nobody })).toBeChecked();
    await everybody.click();
    await dialog.getByRole('button', { name: says.ask }).click();
    await expect(page.getByRole('row').filter({ hasText: member.name })).toContainText(says.due);
    await inspectWidths(page, 'console-users-rules', language);

    try {
      const own = await openDesk(browser, world, language);
      const door = await own.newPage();
      await door.goto('/sign-in');
      await signIn(door, member, language);
      await inspect(door, 'console-enrol-asked', language);
      await door.getByRole('button', { name: says.begin }).click();
      const address = (await door.locator('svg.qr').getAttribute('data-text')) ?? '';
      await inspectWidths(door, 'console-enrol', language);
      await door.locator('input[name=code]').fill(codeAt(address, Date.now()));
      await door.getByRole('button', { name: says.enrol, exact: true }).click();
      await expect(door.locator('barry-recovery-codes li')).toHaveCount(10);
      await inspect(door, 'console-enrol-codes', language);
      await door.getByRole('button', { name: says.kept }).click();
      await expect(door.getByRole('navigation').first()).toBeVisible();
      await door.goto('/settings/profile');
      await expect(door.locator('barry-second-factor')).toContainText(says.isOn);
      await own.close();
    } finally {
      await rules.getByRole('radio', { name: says.nobody }).click();
      await expect(page.getByRole('row').filter({ hasText: member.name })).not.toContainText(says.due);
    }
    await desk.close();
  });
}
