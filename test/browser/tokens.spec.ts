import { Api } from './house/api.js';
import { Faults } from './house/faults.js';
import { expect, test } from './house/fixtures.js';
import { claim, inspect, inspectWidths, LANGUAGES, openDesk, signInToConsole } from './house/screens.js';
import { byApi, somebody } from './house/somebody.js';
import { theWorld } from './house/world.js';

const SAYS = {
  en: {
    make: 'Make a token',
    all: 'All modules: read',
    alerts: 'Alerts and maintenance: read',
    write: 'Incidents: write',
    secrets: 'Engine and secrets: write',
    told: 'All modules: read · Incidents: write',
    rotate: 'Rotate',
    revoke: 'Revoke',
    ending: 'ends soon',
    soon: (name: string) => `Your token ${name} ends soon`,
    old: 'old: replaced',
    taken: 'new: took its place',
    days: '1 to 366 days.',
  },
  ja: {
    make: 'トークンを作る',
    all: 'すべてのモジュール: 読み取り',
    alerts: 'アラートとメンテナンス: 読み取り',
    write: 'インシデント: 書き込み',
    secrets: 'エンジンとシークレット: 書き込み',
    told: 'すべてのモジュール: 読み取り · インシデント: 書き込み',
    rotate: 'ローテーション',
    revoke: '失効',
    ending: 'まもなく期限切れ',
    soon: (name: string) => `トークン ${name} がまもなく期限切れです`,
    old: '旧：置き換え済み',
    taken: '新：置き換え後',
    days: '1〜366日で指定してください。',
  },
} as const;

for (const language of LANGUAGES) {
  const says = SAYS[language];

  test(`a token is made, warned of, rotated and revoked (${language}); ${claim(language)}`, async ({
    browser,
  }) => {
    const world = theWorld();
    const person = await somebody(language, 'Scripting');
    const desk = await openDesk(browser, world, language);
    const page = await desk.newPage();
    await signInToConsole(page, person, language);
    await page.goto('/settings/profile');
    const section = page.locator('barry-tokens');
    const make = section.getByRole('button', { name: says.make });
    await expect(make).toBeDisabled();
    await section.locator('input[name=name]').fill('deploy');
    // What all modules have is not asked for again, and what only admins do is not offered.
    await expect(section.getByLabel(says.all)).toBeChecked();
    await expect(section.getByLabel(says.alerts)).toBeDisabled();
    await expect(section.getByLabel(says.secrets)).toHaveCount(0);
    await section.getByLabel(says.write).check();
    await section.locator('input[name=days]').fill('400');
    await expect(section).toContainText(says.days);
    await expect(make).toBeDisabled();
    await section.locator('input[name=days]').fill('90');
    await section.scrollIntoViewIfNeeded();
    await inspectWidths(page, 'console-token-new', language);
    await make.click();
    const secret = section.locator('barry-secret-line code');
    await expect(secret).toContainText('barry_');
    const first = (await secret.textContent())?.trim() ?? '';
    await expect(section.locator('tbody tr[data-token]')).toHaveCount(1);
    await expect(section).toContainText(says.told);
    const { scopes } = await new Api(world.origin, first).get<{ scopes: string[] }>('/me');
    expect(scopes.sort()).toEqual(['incidents:write', 'read']);

    // Two weeks before its end it is told of, here and on the first page.
    const { tokens } = await (await byApi(person)).get<{ tokens: { tokenId: string }[] }>('/tokens');
    const faults = await Faults.open(world);
    await faults.age(tokens[0]?.tokenId ?? '', { made: 80, left: 5, used: 2 });
    await faults.close();
    await page.goto('/');
    await expect(page.getByRole('complementary')).toContainText(says.soon('deploy'));
    await inspect(page, 'console-now-token-ends', language);
    await page.goto('/settings/profile');
    await expect(section).toContainText(says.ending);
    await expect(section).toContainText('203.0.113.7');

    await section.getByRole('button', { name: says.rotate }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog).toBeVisible();
    await inspect(page, 'console-token-rotate', language);
    await dialog.getByRole('button', { name: says.rotate, exact: true }).click();
    await expect(section.locator('tbody tr[data-token]')).toHaveCount(2);
    await expect(section).toContainText(says.old);
    await expect(section).toContainText(says.taken);
    await expect(section).not.toContainText(says.ending);
    await section.scrollIntoViewIfNeeded();
    await inspect(page, 'console-token-rotated', language);
    // For the overlap both secrets open the door.
    for (const open of [first, (await secret.textContent())?.trim() ?? ''])
      await new Api(world.origin, open).get('/me');

    const old = section.locator('tbody tr', { hasText: says.old });
    await old.getByRole('button').click();
    await inspect(page, 'console-token-revoke', language);
    await dialog.getByRole('button', { name: says.revoke, exact: true }).click();
    await expect(section.locator('tbody tr[data-token]')).toHaveCount(1);
    await expect(new Api(world.origin, first).get('/me')).rejects.toThrow('401');
    await desk.close();
  });
}

test('who only looks is offered a token that only looks', async ({ browser }) => {
  const world = theWorld();
  const person = await somebody('en', 'Looking', { role: 'read-only' });
  const desk = await openDesk(browser, world);
  const page = await desk.newPage();
  await signInToConsole(page, person);
  await page.goto('/settings/profile');
  const table = page.locator('barry-scope-table');
  await expect(table.getByLabel('All modules: read')).toBeVisible();
  await expect(table.getByLabel('All modules: write')).toHaveCount(0);
  await expect(table.getByLabel(/: ring$/)).toHaveCount(0);
  await desk.close();
});
