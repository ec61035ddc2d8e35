import { Api } from './house/api.js';
import { expect, test } from './house/fixtures.js';
import { claim, inspect, inspectWidths, LANGUAGES, openDesk, signInToConsole } from './house/screens.js';
import { somebody } from './house/somebody.js';
import { theWorld } from './house/world.js';

const SAYS = {
  en: {
    account: 'Make the account',
    make: 'Make a token',
    write: 'Incidents: write',
    disable: 'Disable',
    ends: '1 token ends at once, for good: sync',
    mark: 'service account',
    disabled: 'Disabled: its tokens have ended.',
    back: 'All service accounts',
    tab: 'Service accounts',
    title: 'A page of a script',
  },
  ja: {
    account: 'アカウントを作る',
    make: 'トークンを作る',
    write: 'インシデント: 書き込み',
    disable: '無効にする',
    ends: '1件のトークンが直ちに失効し、元に戻りません： sync',
    mark: 'サービスアカウント',
    disabled: '無効です。トークンは失効しました。',
    back: 'サービスアカウント一覧',
    tab: 'サービスアカウント',
    title: 'スクリプトが開いたインシデント',
  },
} as const;

for (const language of LANGUAGES) {
  const says = SAYS[language];

  test(`a team's owner has an account for a script, marked where it speaks, and ended by name (${language}); ${claim(language)}`, async ({
    browser,
  }) => {
    const world = theWorld();
    const owner = await somebody(language, 'Automating', { owns: [world.teams.login] });
    const name = `inventory ${language}`;
    const desk = await openDesk(browser, world, language);
    const page = await desk.newPage();
    await signInToConsole(page, owner, language);
    await page.goto('/settings/service-accounts');
    await page.locator('input[name=name]').fill(name);
    // Only an admin makes an admin, and the organisation's are its admins'.
    await expect(page.locator('select[name=role] option')).toHaveCount(2);
    await expect(page.locator('select[name=owner] option')).toHaveText(['ID 認証']);
    await inspectWidths(page, 'console-service-accounts', language);
    await page.getByRole('button', { name: says.account }).click();
    await expect(page).toHaveURL(/\/settings\/service-accounts\/[0-9a-f-]{36}$/);
    const section = page.locator('barry-tokens');
    await section.locator('input[name=name]').fill('sync');
    await section.getByLabel(says.write).check();
    await section.getByRole('button', { name: says.make }).click();
    const secret = (await section.locator('barry-secret-line code').textContent())?.trim() ?? '';
    await expect(section.locator('tbody tr[data-token]')).toHaveCount(1);
    await inspectWidths(page, 'console-service-account', language);

    // It speaks in an incident and is no person there, nor in the timeline.
    const script = new Api(world.origin, secret);
    const { incidentId } = await script.post<{ incidentId: string }>('/incidents', {
      title: says.title,
      severity: 'info',
      teamId: world.teams.login,
    });
    await script.post(`/incidents/${incidentId}/comments`, { text: 'Inventory was read: 412 hosts.' });
    await page.goto(`/incidents/${incidentId}`);
    const comment = page.getByRole('article').filter({ hasText: '412' });
    await expect(comment.locator('.service-mark')).toHaveText(says.mark);
    await inspect(page, 'console-incident-of-script', language);
    await page.goto(`/timeline?team=${world.teams.login}`);
    await expect(
      page.locator('barry-event-line').filter({ hasText: name }).first().locator('.service-mark'),
    ).toHaveText(says.mark);

    // What stops is named before it stops.
    await page.goto('/settings/service-accounts');
    await page.locator('main').getByRole('link', { name }).click();
    await page.getByRole('button', { name: says.disable }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText(says.ends);
    await inspect(page, 'console-service-account-disable', language);
    await dialog.getByRole('button', { name: says.disable }).click();
    await expect(page.locator('main')).toContainText(says.disabled);
    await expect(script.get('/me')).rejects.toThrow('401');
    await expect(section.locator('tbody tr[data-token]')).toHaveCount(0);
    await page.getByRole('link', { name: says.back }).click();
    await expect(page.getByRole('row').filter({ hasText: name })).toHaveClass(/dim/);
    await desk.close();
  });
}

test('who owns no team is not led to service accounts', async ({ browser }) => {
  const person = await somebody('en', 'Ownerless');
  const desk = await openDesk(browser, theWorld());
  const page = await desk.newPage();
  await signInToConsole(page, person);
  await page.goto('/settings/profile');
  await expect(page.locator('barry-tokens')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Service accounts' })).toHaveCount(0);
  await page.goto('/settings/service-accounts');
  await expect(page.locator('table.accounts')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Make the account' })).toHaveCount(0);
  await desk.close();
});
