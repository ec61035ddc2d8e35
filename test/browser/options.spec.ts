import { expect, test } from './house/fixtures.js';
import { claim, inspectWidths, LANGUAGES } from './house/screens.js';

const SAYS = {
  en: {
    viewer: 'misaki',
    tab: 'Options',
    mapping: 'Mapping',
    title: 'Title',
    host: 'Host',
    severity: 'Severity',
    text: 'Text',
    write: (path: string) => `Write ${path}`,
    wrong: /has something in \{\{ \}\} that is no path/,
    addWord: 'Add a word',
    word: 'Word 1',
    meaning: 'Meaning 1',
    save: /^Save the options/,
    saved: 'Saved. The next delivery is read by these options.',
    pasted: 'Pasted',
    body: 'Body, as JSON',
    serviceTags: 'Service tags',
    severities: 'Severities',
  },
  ja: {
    viewer: 'yoko',
    tab: '設定',
    mapping: '読み取り方（マッピング）',
    title: '件名',
    host: 'ホスト',
    severity: '重大度',
    text: 'テキスト',
    write: (path: string) => `${path} を書き込む`,
    wrong: /設定に誤りがあります。（has something in \{\{ \}\} that is no path/,
    addWord: '語を追加',
    word: '語 1',
    meaning: '意味 1',
    save: /^設定を保存/,
    saved: '保存しました。次の受信からこの設定で読み取ります。',
    pasted: '貼り付け',
    body: '本文（JSON）',
    serviceTags: 'サービスのタグ',
    severities: '重大度の語',
  },
} as const;

for (const language of LANGUAGES) {
  const says = SAYS[language];

  test(`a mapping is written over what came, tried, refused where it is wrong, and read by; ${claim(language)}`, async ({
    house,
  }) => {
    const api = house.as(says.viewer);
    const { integrationId } = await api.post<{ integrationId: string }>('/integrations', {
      teamId: house.world.teams.dns,
      name: `Pumps ${language}`,
      source: 'generic',
      mode: 'shadow',
    });
    const { url } = await api.post<{ url: string }>(`/integrations/${integrationId}/setup`);
    const hook = new URL(url).pathname;
    const body = { what: 'Pressure low', machine: { id: 'pump-7' }, level: 'RED', code: 12 };
    await api.deliver(hook, body);

    const page = await house.console(says.viewer, language);
    // From the guide of a new one: its sender may want a secret here before it sends anything.
    await page.goto(`/integrations/${integrationId}?setup=guide`);
    await page.locator('.guide-foot').getByRole('button', { name: says.tab, exact: true }).click();
    await expect(page.getByRole('button', { name: says.tab, exact: true })).toHaveAttribute(
      'aria-current',
      'page',
    );
    const form = page.locator('barry-options-pane');
    const trial = page.locator('barry-trial-pane');
    await form.getByText(says.mapping, { exact: true }).click();

    // What was sent is written into the fields by a click, and read at once.
    const title = form.getByRole('textbox', { name: says.title, exact: true });
    await title.click();
    await form.getByTitle(says.write('what'), { exact: true }).click();
    await title.press('End');
    await title.pressSequentially(' on ');
    await form.getByTitle(says.write('machine.id'), { exact: true }).click();
    await expect(title).toHaveValue('{{what}} on {{machine.id}}');
    await expect(trial.getByRole('heading', { name: 'Pressure low on pump-7' })).toBeVisible();

    // A template with a fault is refused at its field.
    const host = form.getByRole('textbox', { name: says.host, exact: true });
    await host.fill('{{machine');
    await expect(form.getByText(says.wrong)).toBeVisible();
    await inspectWidths(page, 'console-options-refused', language);
    await host.fill('{{machine.id}}');
    await expect(form.getByText(says.wrong)).toBeHidden();
    await expect(trial.locator('.read-field').filter({ hasText: 'pump-7' }).first()).toBeVisible();

    // What the sender calls bad.
    await form.locator('summary').filter({ hasText: says.severity }).click();
    await form.locator('[data-path="mapping.severity.from"]').fill('{{level}}');
    const group = form.locator('.option-group .option-group').filter({ hasText: says.severity }).last();
    await group.getByRole('button', { name: says.addWord }).click();
    await group.getByLabel(says.word, { exact: true }).fill('RED');
    await group.getByLabel(says.meaning, { exact: true }).selectOption('critical');
    await expect(trial.locator('.tried h3 .sev.critical')).toBeVisible();
    await inspectWidths(page, 'console-options-mapping', language);
    await page.getByRole('button', { name: says.save }).click();
    await expect(page.getByText(says.saved)).toBeVisible();

    // From now on it is read so.
    await api.deliver(hook, { ...body, what: 'Pressure high' });
    const { alerts } = await api.get<{ alerts: object[] }>(
      `/alerts?integrationId=${integrationId}&pageSize=1`,
    );
    expect(alerts).toMatchObject([
      { title: 'Pressure high on pump-7', host: 'pump-7', severity: 'critical', sourceSeverity: 'RED' },
    ]);
    await trial.getByRole('button', { name: says.pasted }).click();
    await trial.getByLabel(says.body).fill(JSON.stringify({ what: 'Leak', machine: { id: 'pump-9' } }));
    await expect(trial.getByRole('heading', { name: 'Leak on pump-9' })).toBeVisible();
  });

  test(`the options of another source are a form too; ${claim(language)}`, async ({ house }) => {
    const api = house.as(says.viewer);
    const { integrationId } = await api.post<{ integrationId: string }>('/integrations', {
      teamId: house.world.teams.dns,
      name: `Zabbix ${language}`,
      source: 'zabbix',
    });
    const page = await house.console(says.viewer, language);
    await page.goto(`/integrations/${integrationId}?view=options`);
    const form = page.locator('barry-options-pane');
    await form.getByLabel(says.serviceTags).fill('app\nservice');
    await form.getByRole('button', { name: says.addWord }).first().click();
    await form.getByLabel(says.word, { exact: true }).fill('Average');
    await form.getByLabel(says.meaning, { exact: true }).selectOption('high');
    await inspectWidths(page, 'console-options-zabbix', language);
    await page.getByRole('button', { name: says.save }).click();
    await expect(page.getByText(says.saved)).toBeVisible();
    const { options } = await api.get<{ options: object }>(`/integrations/${integrationId}`);
    expect(options).toEqual({ serviceTags: ['app', 'service'], severities: { Average: 'high' } });
  });
}
