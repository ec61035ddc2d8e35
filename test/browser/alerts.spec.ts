import type { Locator, Page } from '@playwright/test';
import { expect, test } from './house/fixtures.js';
import { grafanaAlert } from './house/grafana.js';
import { claim, inspectWidths, LANGUAGES } from './house/screens.js';

interface Found {
  readonly alertId: string;
  readonly title: string;
  readonly status: string;
  readonly suppressed?: string;
}

const SAYS = {
  en: {
    viewer: 'misaki',
    search: 'Search alerts',
    snooze: 'Snooze',
    hours: '4 h',
    why: 'Why (optional)',
    until: /snoozed until/,
    end: 'End the snooze',
    quiet: 'Suppressed',
    only: 'only suppressed',
    from: 'From',
    whole: 'Show the whole time again',
    select: (title: string) => `Select ${title}`,
    done: 'Done for 1 alert.',
    refused: 'Refused for 1 alert:',
    over: 'The alert is over: there is nothing to snooze',
    resolve: 'Resolve',
    inMaintenance: /maintenance “Cables” until/,
  },
  ja: {
    viewer: 'yoko',
    search: 'アラートを検索',
    snooze: 'スヌーズ',
    hours: '4 時間',
    why: '理由（任意）',
    until: /スヌーズ中（.+ まで）/,
    end: 'スヌーズを終える',
    quiet: '抑止',
    only: '抑止中のみ',
    from: '開始',
    whole: '全期間を表示',
    select: (title: string) => `「${title}」を選択`,
    done: '1 件を処理しました。',
    refused: '1 件は処理できませんでした：',
    over: 'このアラートは終わっています。（The alert is over: there is nothing to snooze）',
    resolve: '解決にする',
    inMaintenance: /メンテナンス「Cables」（.+ まで）/,
  },
} as const;

const rowOf = (page: Page, title: string): Locator =>
  page.locator('.alerts tbody tr').filter({ hasText: title });

for (const language of LANGUAGES) {
  const says = SAYS[language];

  test(`alerts are snoozed, narrowed by time, and acted on together; ${claim(language)}`, async ({
    house,
  }) => {
    const api = house.as(says.viewer);
    const mark = `Bulk${language}`;
    const titles = ['one', 'two', 'three'].map((nth) => `${mark} ${nth}`);
    for (const summary of titles)
      await api.deliver(
        house.world.hook,
        grafanaAlert(summary, { summary, service: 'mx-in', severity: 'high' }),
      );
    const found = async (): Promise<readonly Found[]> =>
      (await api.get<{ alerts: Found[] }>(`/alerts?query=${mark}`)).alerts;
    const [one = '', two = '', three = ''] = titles;
    const page = await house.console(says.viewer, language);
    await page.goto('/alerts');
    await page.getByRole('searchbox', { name: says.search }).fill(mark);
    await page.getByRole('searchbox', { name: says.search }).press('Enter');
    await expect(page.locator('.alerts tbody tr')).toHaveCount(3);

    // One is snoozed; everywhere it says why it is quiet, and until when.
    await page.getByRole('button', { name: one, exact: true }).click();
    const detail = page.locator('.det');
    await detail.getByRole('button', { name: says.snooze, exact: true }).click();
    await page.getByRole('dialog').getByText(says.hours, { exact: true }).click();
    await page.getByRole('dialog').getByLabel(says.why).fill('known');
    await inspectWidths(page, 'console-alert-snooze', language);
    await page.getByRole('dialog').getByRole('button', { name: says.snooze, exact: true }).click();
    await expect(detail.getByText(says.until)).toBeVisible();
    await expect(rowOf(page, one).getByText(says.until)).toBeVisible();
    await inspectWidths(page, 'console-alert-snoozed', language);
    const quiet = page.getByRole('combobox', { name: says.quiet, exact: true });
    await quiet.selectOption({ label: says.only });
    await expect(page.locator('.alerts tbody tr')).toHaveCount(1);
    await quiet.selectOption('');
    await detail.getByRole('button', { name: says.end }).click();
    await expect(detail.getByText(says.until)).toBeHidden();

    // A part of the chart, drawn and by keys.
    const chart = page.locator('.hist-chart');
    const box = await chart.boundingBox();
    if (!box) throw new Error('there is no chart');
    await page.mouse.move(box.x + box.width * 0.2, box.y + 30);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.4, box.y + 30, { steps: 4 });
    await page.mouse.up();
    await expect(page).toHaveURL(/from=.+until=/);
    await expect(page.locator('.alerts tbody tr')).toHaveCount(0);
    await page.mouse.move(0, 0);
    await inspectWidths(page, 'console-alerts-brushed', language);
    const from = page.getByRole('slider', { name: says.from });
    const before = Number(await from.getAttribute('aria-valuenow'));
    await from.focus();
    await page.keyboard.press('ArrowLeft');
    await expect(from).toHaveAttribute('aria-valuenow', String(before - 1));
    await page.keyboard.press('Escape');
    await expect(page).not.toHaveURL(/from=/);
    await expect(page.locator('.alerts tbody tr')).toHaveCount(3);

    // Two at once: one has ended meanwhile, which is said of that one alone.
    await page.getByRole('checkbox', { name: says.select(two) }).check();
    await page.getByRole('checkbox', { name: says.select(three) }).check();
    await page.mouse.move(0, 0);
    const ended = (await found()).find(({ title }) => title === three);
    await api.post('/alerts/resolve', { alertId: ended?.alertId });
    await page.locator('.bulk').getByRole('button', { name: says.snooze, exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: says.snooze, exact: true }).click();
    await expect(page.locator('.acted').getByText(says.done)).toBeVisible();
    await expect(page.locator('.acted').getByText(says.refused)).toBeVisible();
    await expect(page.locator('.acted li').filter({ hasText: three })).toContainText(says.over);
    await expect(rowOf(page, two).getByText(says.until)).toBeVisible();
    await inspectWidths(page, 'console-alerts-bulk', language);

    // And resolved together.
    await page.getByRole('checkbox', { name: says.select(one) }).check();
    await page.getByRole('checkbox', { name: says.select(two) }).check();
    await page.locator('.bulk').getByRole('button', { name: says.resolve }).click();
    await page.getByRole('dialog').getByRole('button', { name: says.resolve }).click();
    await expect
      .poll(async () => (await found()).map(({ status }) => status))
      .toEqual(['resolved', 'resolved', 'resolved']);
  });

  test(`an alert in a maintenance says which and until when; ${claim(language)}`, async ({ house }) => {
    const api = house.as(says.viewer);
    const summary = `Cable ${language}`;
    const { maintenanceId } = await api.post<{ maintenanceId: string }>('/maintenance', {
      teamId: house.world.teams.mail,
      name: 'Cables',
      endsAt: new Date(Date.now() + 3_600_000).toISOString(),
      conditions: [{ field: 'title', test: 'glob', value: 'Cable*' }],
    });
    await api.deliver(house.world.hook, grafanaAlert(summary, { summary, service: 'mx-in' }));
    const page = await house.console(says.viewer, language);
    await page.goto('/');
    await expect(page.locator('.now-alerts tr').filter({ hasText: summary })).toContainText(
      says.inMaintenance,
    );
    await page.goto(`/alerts?q=${encodeURIComponent(summary)}`);
    await page.getByRole('button', { name: summary, exact: true }).click();
    await expect(page.locator('.det-quiet')).toContainText(says.inMaintenance);
    await inspectWidths(page, 'console-alert-maintenance', language);
    await api.post(`/maintenance/${maintenanceId}/end`);
  });
}
