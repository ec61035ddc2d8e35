import { expect, test } from './house/fixtures.js';
import { claim, inspect, LANGUAGES } from './house/screens.js';

const SAYS = {
  en: {
    viewer: 'misaki',
    heartbeats: 'Heartbeats',
    add: 'New heartbeat',
    integration: 'Integration',
    name: 'Name',
    every: 'Expected every',
    unit: 'Expected every: unit',
    grace: 'May be late by',
    graceUnit: 'May be late by: unit',
    seconds: 'seconds',
    minutes: 'minutes',
    create: 'Expect it',
    waiting: 'never heard',
    beating: 'beating',
    missing: 'missing',
    paused: 'paused',
    pause: /^Pause/,
    resume: /^Resume/,
    edit: /^Edit/,
    remove: /^Remove Nightly/,
    removeIt: 'Remove',
    save: 'Save',
    signs: 'Signs of life',
    silentAfter: 'The integration is silent after',
    resolveAfter: 'Alerts are resolved after',
    kind: 'Another time for a kind of alert',
    noData: 'no data',
    saved: 'Saved.',
  },
  ja: {
    viewer: 'yoko',
    heartbeats: 'ハートビート',
    add: 'ハートビートを追加',
    integration: '連携',
    name: '名前',
    every: '届く間隔',
    unit: '届く間隔：単位',
    grace: '遅れの許容',
    graceUnit: '遅れの許容：単位',
    seconds: '秒',
    minutes: '分',
    create: '追加',
    waiting: '未受信',
    beating: '正常',
    missing: '途絶',
    paused: '一時停止中',
    pause: /一時停止$/,
    resume: /再開$/,
    edit: /編集$/,
    remove: /^Nightly.*削除$/,
    removeIt: '削除',
    save: '保存',
    signs: '死活監視',
    silentAfter: '連携が沈黙とみなされるまで',
    resolveAfter: 'アラートを自動で解決するまで',
    kind: '種類ごとの時間を追加',
    noData: 'データなし',
    saved: '保存しました。',
  },
} as const;

for (const language of LANGUAGES) {
  const says = SAYS[language];

  test(`a heartbeat is made, beaten by the address that is copied, missed, paused and removed; ${claim(language)}`, async ({
    house,
  }) => {
    const api = house.as(says.viewer);
    const name = `Nightly ${language}`;
    // Recorded only: it is missed here, and nobody is to be called for it.
    const { integrationId } = await api.post<{ integrationId: string }>('/integrations', {
      teamId: house.world.teams.mail,
      name: `Cron ${language}`,
      source: 'generic',
      mode: 'shadow',
    });
    const page = await house.console(says.viewer, language);
    await page.goto('/integrations');
    await page.getByRole('link', { name: says.heartbeats, exact: true }).click();
    await page.getByRole('button', { name: says.add, exact: true }).click();
    const form = page.locator('barry-heartbeat-form');
    await form
      .getByRole('combobox', { name: says.integration, exact: true })
      .selectOption({ label: `Cron ${language}` });
    await form.getByLabel(says.name, { exact: true }).fill(name);
    await form.getByRole('combobox', { name: says.unit }).selectOption({ label: says.seconds });
    await form.getByRole('spinbutton', { name: says.every }).fill('30');
    await form.getByRole('combobox', { name: says.graceUnit }).selectOption({ label: says.seconds });
    await form.getByRole('spinbutton', { name: says.grace }).fill('10');
    await form.getByRole('button', { name: says.create, exact: true }).click();

    const row = page.locator('table.heartbeats tr').filter({ hasText: name });
    await expect(row.locator('.pill')).toHaveText(says.waiting);
    const address = page.locator('barry-heartbeat-address');
    const url = new URL((await address.locator('code').textContent()) ?? '');
    await expect(address.locator('pre')).toContainText(`curl -fsS --max-time 10 --retry 3 '${url.href}'`);
    expect((await fetch(house.world.origin + url.pathname)).status).toBe(200);
    await expect(row.locator('.pill')).toHaveText(says.beating);
    await inspect(page, 'console-heartbeats', language);

    // It stays away for its thirty seconds, its ten of grace, and until the next look.
    await expect(row.locator('.pill')).toHaveText(says.missing, { timeout: 90_000 });
    await inspect(page, 'console-heartbeats-missing', language);
    const { alerts } = await api.get<{ alerts: { kind: string; status: string }[] }>(
      `/alerts?integrationId=${integrationId}`,
    );
    expect(alerts).toMatchObject([{ kind: 'heartbeat', status: 'firing' }]);
    await row.getByRole('button', { name: says.pause }).click();
    await expect(row.locator('.pill')).toHaveText(says.paused);

    await row.getByRole('button', { name: says.edit }).click();
    await form.getByRole('combobox', { name: says.unit }).selectOption({ label: says.minutes });
    await form.getByRole('spinbutton', { name: says.every }).fill('90');
    await inspect(page, 'console-heartbeat-form', language);
    await form.getByRole('button', { name: says.save, exact: true }).click();
    await expect(form).toHaveCount(0);
    await row.getByRole('button', { name: says.resume }).click();
    await expect(row.locator('.pill')).toHaveText(says.beating);
    const list = await api.get<{ heartbeats: object[] }>(`/heartbeats?integrationId=${integrationId}`);
    expect(list.heartbeats).toMatchObject([{ name, everySeconds: 5400, graceSeconds: 10 }]);

    await row.getByRole('button', { name: says.remove }).click();
    await page.getByRole('dialog').getByRole('button', { name: says.removeIt, exact: true }).click();
    await expect(row).toHaveCount(0);
  });

  test(`an integration is told after how long its silence means something; ${claim(language)}`, async ({
    house,
  }) => {
    const api = house.as(says.viewer);
    const { integrationId } = await api.post<{ integrationId: string }>('/integrations', {
      teamId: house.world.teams.mail,
      name: `Sensor ${language}`,
      source: 'generic',
    });
    const page = await house.console(says.viewer, language);
    await page.goto(`/integrations/${integrationId}`);
    await page.getByRole('button', { name: says.signs, exact: true }).click();
    const form = page.locator('barry-silence-form');
    await form.getByRole('spinbutton', { name: says.silentAfter }).fill('30');
    await form.getByRole('spinbutton', { name: says.resolveAfter }).fill('120');
    await form.getByLabel(says.kind).selectOption({ label: says.noData });
    await form.getByRole('button', { name: says.save, exact: true }).click();
    await expect(page.getByText(says.saved, { exact: true })).toBeVisible();
    await inspect(page, 'console-integration-signs', language);
    const saved = { silentAfterSeconds: 1800, resolveAfter: { seconds: 7200 } };
    expect(await api.get(`/integrations/${integrationId}`)).toMatchObject({
      ...saved,
      resolveAfter: { seconds: 7200, byKind: [{ kind: 'no-data', seconds: 7200 }] },
    });
    await page.reload();
    await form.getByRole('spinbutton', { name: says.silentAfter }).fill('');
    await form.getByRole('button', { name: says.save, exact: true }).click();
    await expect(page.getByText(says.saved, { exact: true })).toBeVisible();
    expect(await api.get(`/integrations/${integrationId}`)).not.toHaveProperty('silentAfterSeconds');
  });
}
