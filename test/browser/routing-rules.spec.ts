import { expect, test } from './house/fixtures.js';
import { grafanaAlert } from './house/grafana.js';
import { claim, inspect, LANGUAGES } from './house/screens.js';

const SAYS = {
  en: {
    viewer: 'misaki',
    tab: /^Routing rules/,
    add: /^Add a rule/,
    name: 'Name',
    condition: 'Test',
    value: 'Value',
    urgency: 'What happens',
    regex: 'matches the pattern',
    record: 'only record',
    refused: /this is no pattern/,
    recorded: 'is recorded',
    why: 'team of the integration',
    keep: 'Keep as an example',
    save: /^Save the rules/,
    saved: 'Saved. The next delivery is routed by these rules.',
    gotOther: (rule: string) => `As the rules stand, “${rule}” decides it.`,
    pasted: 'Pasted',
    body: 'Body, as JSON',
    today: 'Try with today’s rules',
    replay: 'Replay…',
    called: /whoever is on call is called as usual/,
    doIt: 'Replay and call people',
    repetition: 'A repetition of an earlier delivery.',
    byRule: '(said by the rule)',
    toAlert: 'To the alert',
    outdated: 'Somebody saved other rules meanwhile. Your draft is kept.',
    mine: 'Go on with mine',
  },
  ja: {
    viewer: 'yoko',
    tab: /^振り分けルール/,
    add: /^ルールを追加/,
    name: '名前',
    condition: '比較',
    value: '値',
    urgency: '動作：',
    regex: 'が次の正規表現に一致',
    record: '記録のみ',
    refused: /this is no pattern/,
    recorded: '記録する',
    why: '連携のチーム',
    keep: '例として残す',
    save: /^ルールを保存/,
    saved: '保存しました。次の受信からこのルールで振り分けます。',
    gotOther: (rule: string) => `今のルールでは「${rule}」で決まります。`,
    pasted: '貼り付け',
    body: '本文（JSON）',
    today: '今のルールで試す',
    replay: '再処理…',
    called: /通常どおり担当者を呼び出します/,
    doIt: '再処理して呼び出す',
    repetition: '以前の受信の再処理です。',
    byRule: '（ルールによる）',
    toAlert: 'アラートへ',
    outdated: 'その間に別のルールが保存されました。下書きは残っています。',
    mine: '下書きを続ける',
  },
} as const;

for (const language of LANGUAGES) {
  const says = SAYS[language];

  test(`rules are written, tried, refused where they are wrong, and a delivery is replayed by them; ${claim(language)}`, async ({
    house,
  }) => {
    const api = house.as(says.viewer);
    const { integrationId } = await api.post<{ integrationId: string }>('/integrations', {
      teamId: house.world.teams.mail,
      name: `Rules ${language}`,
      source: 'grafana',
    });
    const rulesPath = `/integrations/${integrationId}/rules`;
    const { url } = await api.post<{ url: string }>(`/integrations/${integrationId}/setup`);
    const name = `Lab ${language} ${Date.now()}`;
    const alert = grafanaAlert(name, {
      summary: `Lab disk · ${language}`,
      severity: 'info',
      service: 'lab-1',
    });
    await api.deliver(new URL(url).pathname, alert);

    const page = await house.console(says.viewer, language);
    await page.goto(`/integrations/${integrationId}`);
    await page.getByRole('button', { name: says.today }).click();
    await expect(page.getByRole('button', { name: says.tab })).toHaveAttribute('aria-current', 'page');

    // Two rules, the first of them no pattern: the server says so at the field.
    const ladder = page.locator('barry-rule-ladder');
    const trial = page.locator('barry-trial-pane');
    const rule = ladder.locator('barry-rule-editor');
    const quiet = ladder.locator('.rule-open').filter({ hasText: 'Quiet' });
    await page.getByRole('button', { name: says.add }).click();
    await expect(rule.getByLabel(says.name, { exact: true })).toBeFocused();
    await rule.getByLabel(says.name, { exact: true }).fill('Lab');
    await rule
      .getByRole('combobox', { name: says.condition, exact: true })
      .selectOption({ label: says.regex });
    await rule.getByRole('textbox', { name: says.value, exact: true }).fill('lab-[');
    await rule
      .getByRole('combobox', { name: says.urgency, exact: true })
      .selectOption({ label: says.record });
    await expect(rule.getByText(says.refused)).toBeVisible();
    await rule.locator('select').first().selectOption('service');
    await rule.getByRole('textbox', { name: says.value, exact: true }).fill('^lab-\\d+$');
    await rule.getByRole('textbox', { name: says.value, exact: true }).blur();
    await expect(rule.getByText(says.refused)).toBeHidden();

    // Tried as it is drafted, on what has come.
    await expect(trial.getByText(says.recorded).first()).toBeVisible();
    await expect(trial.locator('dd b').last()).toHaveText('Lab');
    await expect(trial.getByText(says.why)).toBeVisible();
    await trial.getByRole('button', { name: says.keep }).click();
    await inspect(page, 'console-routing-draft', language);

    // A second one, moved above it by keyboard, takes the example away: nothing is saved.
    await page.getByRole('button', { name: says.add }).click();
    await expect(rule.getByLabel(says.name, { exact: true })).toBeFocused();
    await rule.getByLabel(says.name, { exact: true }).fill('Quiet');
    await rule.getByRole('textbox', { name: says.value, exact: true }).fill('*');
    await rule.locator('select').first().selectOption('title');
    await quiet.focus();
    await page.keyboard.press('Alt+ArrowUp');
    await expect(ladder.locator('.rule-open b').first()).toHaveText('Quiet');
    await expect(quiet).toBeFocused();
    await page.getByRole('button', { name: says.save }).click();
    await expect(ladder.getByText(says.gotOther('Quiet'))).toBeVisible();
    await inspect(page, 'console-routing-example', language);

    // Somebody else was faster: the draft stays, and goes on.
    const { version } = await api.get<{ version: number }>(rulesPath);
    await api.put(rulesPath, { version, rules: [{ name: 'Theirs' }] });
    await quiet.focus();
    await page.keyboard.press('Alt+ArrowDown');
    await page.getByRole('button', { name: says.save }).click();
    await expect(page.getByText(says.outdated)).toBeVisible();
    await page.getByRole('button', { name: says.mine }).click();
    await page.getByRole('button', { name: says.save }).click();
    await expect(page.getByText(says.saved)).toBeVisible();
    const saved = await api.get<{ rules: { name: string }[]; examples: object[] }>(rulesPath);
    expect(saved.rules.map((one) => one.name)).toEqual(['Lab', 'Quiet']);
    expect(saved.examples).toHaveLength(1);

    // What is pasted has not come, and is read all the same.
    await trial.getByRole('button', { name: says.pasted }).click();
    await trial.getByLabel(says.body).fill(JSON.stringify({ ...alert, title: 'x' }));
    await expect(trial.locator('dd b').last()).toHaveText('Lab');
    await inspect(page, 'console-routing-pasted', language);

    // Replayed, after it was said what that does.
    const next = { summary: `Lab fan · ${language}`, severity: 'info', service: 'lab-2' };
    await api.deliver(new URL(url).pathname, grafanaAlert(`${name} again`, next));
    await page.goto(`/integrations/${integrationId}`);
    await page.locator('.deliveries .row-link').first().click();
    await page.getByRole('button', { name: says.replay }).click();
    await expect(page.getByRole('dialog').getByText(says.called)).toBeVisible();
    await inspect(page, 'console-replay', language);
    await page.getByRole('button', { name: says.doIt }).click();
    await expect(page.getByText(says.repetition)).toBeVisible();
    await expect(page.locator('.deliveries tbody tr')).toHaveCount(3);
    await inspect(page, 'console-delivery-log', language);

    await page.getByRole('link', { name: says.toAlert }).first().click();
    await expect(page.locator('.det').getByText(says.byRule)).toBeVisible();
    await expect(
      page
        .locator('.det')
        .getByText(/Lab[”」]/)
        .first(),
    ).toBeVisible();
    await inspect(page, 'console-alert-by-rule', language);
  });
}
