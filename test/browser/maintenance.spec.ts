import { expect, test } from './house/fixtures.js';
import { grafanaAlert } from './house/grafana.js';
import { claim, inspectWidths, LANGUAGES } from './house/screens.js';

interface Window {
  readonly maintenanceId: string;
  readonly name: string;
  readonly quietAlerts: number;
  readonly hours?: { readonly weekdays: readonly number[]; readonly timeZone: string };
  readonly conditions: readonly object[];
}

const SAYS = {
  en: {
    viewer: 'misaki',
    plan: 'Plan maintenance',
    reason: 'Reason',
    team: 'Team',
    service: 'Naming the service',
    integration: 'From the integration',
    needName: 'Say what the reason is.',
    live: /goes on ringing: whoever is called and the owners are asked/,
    start: 'Start it',
    planIt: 'Plan it',
    quiet: (count: number) => `Kept quiet now: ${count}`,
    recurs: 'Again and again',
    saturday: 'Sat',
    saturdays: /Sat 01:00–03:00/,
    change: 'Change',
    save: 'Save',
    end: 'End now',
    sure: /1 alert is kept quiet and fires still/,
    ended: 'Ended',
    addCondition: 'Add a condition',
    value: 'Value',
  },
  ja: {
    viewer: 'yoko',
    plan: 'メンテナンスを登録',
    reason: '理由',
    team: 'チーム',
    service: 'アラートのサービス',
    integration: '連携',
    needName: '理由を入力してください。',
    live: /開始時に鳴っている呼び出しは止まりません/,
    start: '開始する',
    planIt: '登録する',
    quiet: (count: number) => `抑止中: ${count}`,
    recurs: '繰り返し',
    saturday: '土',
    saturdays: /土 01:00–03:00/,
    change: '変更',
    save: '保存',
    end: '今すぐ終了',
    sure: /抑止中のアラートが 1 件続いています/,
    ended: '終了',
    addCondition: '条件を追加',
    value: '値',
  },
} as const;

for (const language of LANGUAGES) {
  const says = SAYS[language];

  test(`maintenance is planned, keeps alerts quiet, is changed and ended; ${claim(language)}`, async ({
    house,
  }) => {
    const api = house.as(says.viewer);
    const name = `Storage move ${language}`;
    const page = await house.console(says.viewer, language);
    await page.goto('/maintenance');
    await page.getByRole('link', { name: says.plan }).first().click();

    // Nothing is sent without a reason; beside the form stands what it will do.
    await page.getByRole('button', { name: says.start }).click();
    await expect(page.getByText(says.needName)).toBeVisible();
    await page.getByLabel(says.reason).fill(name);
    await page.getByRole('combobox', { name: says.team, exact: true }).selectOption(house.world.teams.mail);
    await page
      .getByRole('combobox', { name: says.integration, exact: true })
      .selectOption(house.world.integrations.grafana);
    await page.getByRole('combobox', { name: says.service, exact: true }).selectOption({ label: 'mx-in' });
    await page.getByRole('button', { name: says.addCondition }).click();
    await page.getByRole('textbox', { name: says.value, exact: true }).fill(`Move*${language}*`);
    await expect(page.locator('.does').getByText(says.live)).toBeVisible();
    await expect(page.locator('.does').getByText(/mx-in/)).toBeVisible();
    await inspectWidths(page, 'console-maintenance-new', language);
    await page.getByRole('button', { name: says.start }).click();

    // It runs, and keeps quiet what it covers.
    const running = page.locator('.window.running').filter({ hasText: name });
    await expect(running.getByText(says.quiet(0))).toBeVisible();
    const alert = (nth: number): object =>
      grafanaAlert(`Move ${language} ${nth}`, {
        summary: `Move of disk ${language} ${nth}`,
        service: 'mx-in',
      });
    await api.deliver(house.world.hook, alert(1));
    await expect(running.getByText(says.quiet(1))).toBeVisible();

    // A second one, again and again, is planned; then it is called otherwise.
    await page.getByRole('link', { name: says.plan }).first().click();
    await page.getByLabel(says.reason).fill(`Weekly ${language}`);
    await page.getByRole('combobox', { name: says.team, exact: true }).selectOption(house.world.teams.mail);
    await page.getByText(says.recurs, { exact: true }).click();
    await page.getByRole('button', { name: says.saturday, exact: true }).click();
    await inspectWidths(page, 'console-maintenance-recurring', language);
    await page.getByRole('button', { name: says.planIt }).click();
    const weekly = page.locator('.window').filter({ hasText: `Weekly ${language}` });
    await expect(weekly.getByText(says.saturdays)).toBeVisible();
    await weekly.getByRole('link', { name: says.change }).click();
    await expect(page.getByLabel(says.reason)).toHaveValue(`Weekly ${language}`);
    await page.getByLabel(says.reason).fill(`Weekly patches ${language}`);
    await page.getByRole('button', { name: says.save, exact: true }).click();
    await expect(page.locator('.window').filter({ hasText: `Weekly patches ${language}` })).toBeVisible();
    const { maintenance } = await api.get<{ maintenance: Window[] }>('/maintenance');
    const patches = maintenance.find((one) => one.name === `Weekly patches ${language}`);
    expect(patches?.hours).toMatchObject({ weekdays: [6], timeZone: 'Asia/Tokyo' });
    await inspectWidths(page, 'console-maintenance', language);

    // Ended by hand: what fires still is called, which is said before.
    await running.getByRole('button', { name: says.end }).click();
    await expect(page.getByRole('dialog').getByText(says.sure)).toBeVisible();
    await page.getByRole('dialog').getByRole('button', { name: says.end }).click();
    const over = page.getByRole('region', { name: says.ended }).filter({ hasText: name });
    await expect(over).toBeVisible();
    // Barry looks every few seconds. A window that began before that would keep it quiet on, and count it.
    await expect
      .poll(
        async () => {
          const { alerts } = await api.get<{ alerts: { routes: { escalationId?: string }[] }[] }>(
            `/alerts?query=${encodeURIComponent(`Move of disk ${language}`)}`,
          );
          return alerts.map(({ routes }) => routes.map(({ escalationId }) => escalationId !== undefined));
        },
        { timeout: 60_000 },
      )
      .toEqual([[true]]);
    await api.post(`/maintenance/${patches?.maintenanceId}/end`);
  });
}
