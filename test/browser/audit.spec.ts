import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { Faults } from './house/faults.js';
import { expect, test } from './house/fixtures.js';
import { claim, inspect, inspectWidths, LANGUAGES } from './house/screens.js';
import { somebody } from './house/somebody.js';

const SAYS = {
  en: {
    viewer: 'misaki',
    verify: 'Verify the chain',
    holds: /The chain holds: [\d,]+ rows/,
    broken: 'The chain is broken at row 5.',
    why: 'The row was changed after it was written.',
    held: '4 rows before it hold.',
    other: 'The row is not the one that your checkpoint names',
    clear: 'Clear the filter',
    wrong: 'A number, a colon and 64 hexadecimal digits.',
  },
  ja: {
    viewer: 'yoko',
    verify: 'チェーンを検証',
    holds: /チェーンは正常です。[\d,]+ 行/,
    broken: 'チェーンが 5 行目で壊れています。',
    why: '記録後に行が変更されました。',
    held: 'それより前の 4 行は正常です。',
    other: '指定したチェックポイントの行と一致しません',
    clear: '絞り込みを解除',
    wrong: '番号、コロン、64桁の16進数で入力してください。',
  },
} as const;

async function download(page: Page, name: string): Promise<string> {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name }).click()]);
  return readFileSync(await file.path(), 'utf8');
}

for (const language of LANGUAGES) {
  const says = SAYS[language];

  test(`the audit log is searched by its address, read field by field and exported as it is shown (${language}); ${claim(language)}`, async ({
    house,
  }) => {
    const person = await somebody(language, 'Audited');
    const admin = house.as(says.viewer);
    const { version } = await admin.get<{ version: number }>(`/users/${person.userId}`);
    await admin.patch(`/users/${person.userId}`, { version, role: 'read-only', timeZone: 'Europe/Oslo' });
    const page = await house.console(says.viewer, language);
    await page.goto(`/settings/audit?target=${person.userId}&action=user.updated`);
    const rows = page.locator('table.audit > tbody > tr');
    await expect(rows).toHaveCount(1);
    await expect(page.locator('input[name=action]')).toHaveValue('user.updated');
    await rows.locator('button[aria-expanded]').click();
    const role = page.locator('.diff tr').filter({ hasText: 'role' });
    await expect(role.locator('del')).toHaveText('member');
    await expect(role.locator('ins')).toHaveText('read-only');
    await expect(page.locator('.diff')).not.toContainText('version');
    await inspectWidths(page, 'console-audit-change', language);

    const csv = await download(page, 'CSV');
    expect(csv.trim().split('\n')).toHaveLength(2);
    expect(csv).toContain('user.updated');
    const lines = (await download(page, 'JSON Lines')).trim().split('\n');
    expect(lines).toHaveLength(2);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ action: 'user.updated', targetId: person.userId });

    await page.getByRole('button', { name: says.clear }).click();
    await expect(rows).not.toHaveCount(1);
    await page.locator('select[name=who]').selectOption(house.world.people[says.viewer].userId);
    await expect(page).toHaveURL(/who=/);
    await page.locator('input[name=q]').fill('Europe/Oslo');
    await page.locator('input[name=q]').press('Enter');
    await expect(rows.filter({ hasText: person.name })).toHaveCount(1);
    await page.locator('input[name=until]').fill('2020-01-01T00:00');
    await page.locator('input[name=until]').blur();
    await expect(page.locator('barry-empty')).toBeVisible();
    await inspect(page, 'console-audit-empty', language);
  });

  test(`the chain is verified, and what is broken is said (${language}); ${claim(language)}`, async ({
    house,
  }) => {
    const page = await house.console(says.viewer, language);
    await page.goto('/settings/audit');
    const chain = page.locator('barry-audit-verify');
    await chain.getByRole('button', { name: says.verify }).click();
    await expect(chain.getByRole('status')).toContainText(says.holds);
    const checkpoint = (await chain.locator('code').textContent())?.trim() ?? '';
    expect(checkpoint).toMatch(/^\d+:[0-9a-f]{64}$/);
    await inspectWidths(page, 'console-audit-holds', language);
    // It meets the checkpoint it gave, and no other.
    await chain.locator('input[name=known]').fill('12:abc');
    await expect(chain).toContainText(says.wrong);
    await chain.locator('input[name=known]').fill(checkpoint);
    await chain.getByRole('button', { name: says.verify }).click();
    await expect(chain.getByRole('status')).toContainText(says.holds);
    await chain.locator('input[name=known]').fill(`3:${'ab'.repeat(32)}`);
    await chain.getByRole('button', { name: says.verify }).click();
    await expect(chain.getByRole('alert')).toContainText(says.other);

    const faults = await Faults.open(house.world);
    const mend = await faults.tamperWithAudit(5);
    try {
      await chain.locator('input[name=known]').fill('');
      await chain.getByRole('button', { name: says.verify }).click();
      const alarm = chain.getByRole('alert');
      await expect(alarm).toContainText(says.broken);
      await expect(alarm).toContainText(says.why);
      await expect(alarm).toContainText(says.held);
      await inspectWidths(page, 'console-audit-broken', language);
    } finally {
      await mend();
      await faults.close();
    }
  });
}
