import { expect, test } from './house/fixtures.js';
import { claim, inspect, LANGUAGES } from './house/screens.js';

const SAYS = {
  en: {
    viewer: 'misaki',
    options: 'Options',
    trust: 'An acknowledgement at the source stops the ringing',
    save: 'Save the word of the sender',
    saved: 'The word of the sender is saved. The next delivery is read by it.',
    trial: 'Trial',
    // Whether anybody has a phone by then is a matter of the tests before.
    told: /^1 would have (rung|reached nobody)$/,
    elsewhere: '1 acknowledged elsewhere',
  },
  ja: {
    viewer: 'yoko',
    options: '設定',
    trust: '送信元で確認されたら呼び出しを止める',
    save: '送信元の言葉を保存',
    saved: '送信元の言葉を保存しました。次の受信から使われます。',
    trial: '試行',
    told: /^(呼び出し|誰にも届かなかったはず) 1件$/,
    elsewhere: '他で確認済み 1件',
  },
} as const;

for (const language of LANGUAGES) {
  const says = SAYS[language];

  test(`an integration on trial shows who would have rung, and is told what its sender's words mean; ${claim(language)}`, async ({
    house,
  }) => {
    const api = house.as(says.viewer);
    const { integrationId } = await api.post<{ integrationId: string }>('/integrations', {
      teamId: house.world.teams.mail,
      name: `Former ${language}`,
      source: 'opsgenie-alerts',
      mode: 'shadow',
    });
    const { key } = await api.post<{ key: string }>(`/integrations/${integrationId}/setup`, {});
    const send = (path: string, body: object): Promise<Response> =>
      fetch(`${house.world.origin}/v2/alerts${path}`, {
        method: 'POST',
        headers: { authorization: `GenieKey ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    await send('', { message: `Queue of mx-1 grows ${language}`, alias: 'queue', priority: 'P1' });
    await send('/queue/acknowledge?identifierType=alias', { user: 'night@example.org' });

    const page = await house.console(says.viewer, language);
    await page.goto(`/integrations/${integrationId}`);
    await page.getByRole('button', { name: says.trial, exact: true }).click();
    const row = page.locator('table.shadow tbody tr');
    await expect(row).toHaveCount(1);
    await expect(row).toContainText(`Queue of mx-1 grows ${language}`);
    await expect(row).toContainText('night@example.org');
    await expect(page.locator('.sec .pill', { hasText: says.told })).toBeVisible();
    await expect(page.getByText(says.elsewhere, { exact: true })).toBeVisible();
    await inspect(page, 'console-integration-trial', language);

    await page.getByRole('navigation').getByRole('button', { name: says.options, exact: true }).click();
    const form = page.locator('barry-word-form');
    await form.getByRole('checkbox', { name: says.trust }).check();
    await form.locator('.link-button').click();
    await form.locator('.word-row input').fill('SEV-1');
    await form.locator('.word-row select').selectOption('critical');
    await form.getByRole('button', { name: says.save, exact: true }).click();
    await expect(page.getByText(says.saved, { exact: true })).toBeVisible();
    await inspect(page, 'console-integration-word', language);
    expect(await api.get(`/integrations/${integrationId}`)).toMatchObject({
      trustsAcknowledgements: true,
      severityTable: { words: [{ said: 'SEV-1', severity: 'critical' }] },
    });
  });
}
