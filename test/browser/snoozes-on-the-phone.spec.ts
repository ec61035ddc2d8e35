import { expect, test } from './house/fixtures.js';
import { grafanaAlert } from './house/grafana.js';
import { claim, inspect, LANGUAGES } from './house/screens.js';

const SAYS = {
  en: {
    viewer: 'misaki',
    snooze: 'Snooze',
    title: 'Snooze the alert',
    hour: /^1 hour/,
    morning: /^Until the morning .*08:00/,
    done: /^Snoozed: .*\d\d:\d\d/,
  },
  ja: {
    viewer: 'yoko',
    snooze: 'スヌーズ',
    title: '1 件のアラートをスヌーズ',
    hour: /^1 時間/,
    morning: /^朝まで.*08:00/,
    done: /^スヌーズしました（.*\d\d:\d\d.* まで）。$/,
  },
} as const;

for (const language of LANGUAGES) {
  const says = SAYS[language];

  test(`the alert of an escalation is snoozed from the phone, and the call ends with it; ${claim(language)}`, async ({
    house,
  }) => {
    const daisuke = await house.apiPhone('daisuke');
    const api = house.as(says.viewer);
    const alert = { summary: `Queue ${language} ${Date.now()}`, service: 'mx-in' };
    await house.as('misaki').deliver(house.world.hook, grafanaAlert(alert.summary, alert));
    await daisuke.until('rung', ({ hasRung }) => hasRung);
    const { escalations } = await api.get<{
      escalations: { escalationId: string; title: string; alertIds: string[] }[];
    }>('/escalations?live=true');
    const { escalationId = '', alertIds = [] } =
      escalations.find(({ title }) => title === alert.summary) ?? {};

    const phone = await house.phone(says.viewer, language);
    await phone.goto(`/app/escalations/${escalationId}`);
    await phone.getByRole('button', { name: says.snooze, exact: true }).click();
    const sheet = phone.getByRole('dialog', { name: says.title });
    await expect(sheet.getByRole('button', { name: says.morning })).toBeVisible();
    await inspect(phone, 'app-snooze', language);
    await sheet.getByRole('button', { name: says.hour }).click();
    await expect(phone.getByRole('status').filter({ hasText: says.done })).toBeVisible();
    await expect(sheet).toBeHidden();
    const snoozed = await api.get<{ suppressed?: string }>(`/alerts/${alertIds[0] ?? ''}`);
    expect(snoozed.suppressed).toBe('snoozed');
    await expect
      .poll(async () => (await api.get<{ status: string }>(`/escalations/${escalationId}`)).status)
      .not.toBe('calling');
    await inspect(phone, 'app-snoozed', language);
  });
}
