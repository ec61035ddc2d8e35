import { expect, test } from './house/fixtures.js';
import { grafanaAlert } from './house/grafana.js';
import { tabTo } from './house/keyboard.js';
import { claim, inspect, LANGUAGES } from './house/screens.js';

const SAYS = {
  en: {
    viewer: 'misaki',
    why: 'Why these people?',
    rang: /^Rang .*大輔.* at \d\d:\d\d:\d\d\.\d\.$/,
    live: 'It is still under way.',
    taken: /^Taken by .*陽子.* at .*, after \d+ s\.$/,
    declined: /declined: driving\./,
    stranger: /do not name them\./,
    ask: 'Why was … not called?',
    deadline: /^Proof of ring within 8 s: in time/,
    quiet: 'Nobody was called for it: the team was informed.',
    everything: 'Everything, and why somebody was not called',
    app: 'Why these people, and why not me?',
  },
  ja: {
    viewer: 'yoko',
    why: 'なぜこの人たち？',
    rang: /^\d\d:\d\d:\d\d\.\d に.*大輔さん.*を呼び出しました。$/,
    live: 'まだ進行中です。',
    taken: /^.*陽子さんが .*（開始から\d+秒後）に引き受けました。$/,
    declined: /辞退しました（運転中）。/,
    stranger: /の対象ではありません。/,
    ask: 'ほかの人が呼ばれなかった理由',
    deadline: /^鳴動確認（8秒以内）：.*に間に合いました。$/,
    quiet: '呼び出していません。チームに通知しました。',
    everything: 'すべての経過と、呼ばれなかった理由',
    app: '呼ばれた理由、呼ばれなかった理由',
  },
} as const;

for (const language of LANGUAGES) {
  const says = SAYS[language];

  test(`an escalation is explained as it goes, by keyboard, and why somebody was not called; ${claim(language)}`, async ({
    house,
  }) => {
    const [daisuke, yoko] = [await house.apiPhone('daisuke'), await house.apiPhone('yoko')];
    await house.apiPhone('misaki');
    const api = house.as(says.viewer);
    const name = `Why ${language} ${Date.now()}`;
    const alert = { summary: `SMTP queue 48,210 · ${language}`, service: 'mx-in' };
    await house.as('misaki').deliver(house.world.hook, grafanaAlert(name, alert));
    await daisuke.until('rung', ({ hasRung }) => hasRung);
    const { escalations } = await api.get<{ escalations: { escalationId: string; title: string }[] }>(
      '/escalations?live=true',
    );
    const { escalationId = '' } = escalations.find(({ title }) => title === alert.summary) ?? {};
    const page = await house.console(says.viewer, language);
    await page.goto(`/escalations/${escalationId}`);
    await tabTo(page, page.getByRole('link', { name: says.why }));
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(new RegExp(`/escalations/${escalationId}/why$`));
    await expect(page.getByText(says.rang)).toBeVisible();
    await expect(page.getByText(says.live).first()).toBeVisible();

    // Without a reload: what is decided now is said now.
    await daisuke.decline('driving');
    await expect(page.getByRole('row').filter({ hasText: '大輔' })).toContainText(says.declined);
    await yoko.until('rung', ({ hasRung }) => hasRung);
    await yoko.answer();
    await yoko.accept();
    await expect(page.getByText(says.taken).first()).toBeVisible();
    await expect(page.getByText(says.deadline).first()).toBeVisible();
    await page.getByLabel(says.ask).selectOption({ label: house.world.people.tom.name });
    await expect(page.getByRole('row').filter({ hasText: house.world.people.tom.name })).toContainText(
      says.stranger,
    );
    await inspect(page, 'console-explanation', language);
    await page.locator('#explain-steps').evaluate((heading) => heading.scrollIntoView({ block: 'start' }));
    await inspect(page, 'console-explanation-steps', language);
    await page.locator('#explain-lines').evaluate((heading) => heading.scrollIntoView({ block: 'start' }));
    await inspect(page, 'console-explanation-moments', language);

    const phone = await house.phone('tom', language);
    await phone.goto(`/app/escalations/${escalationId}`);
    await phone.getByRole('button', { name: says.app }).click();
    await expect(phone.getByText(says.rang)).toBeVisible();
    await expect(phone.getByText(says.taken).first()).toBeVisible();
    await expect(phone.getByRole('listitem').filter({ hasText: says.stranger })).toBeVisible();
    // A sentence is read whole, however narrow the telephone.
    const cut = await phone
      .locator('bar-why-people :is(p, li)')
      .evaluateAll((all) => all.filter((one) => one.getBoundingClientRect().right > innerWidth).length);
    expect(cut).toBe(0);
    await phone
      .getByRole('button', { name: says.app })
      .evaluate((one) => one.scrollIntoView({ block: 'start' }));
    await inspect(phone, 'app-explanation', language);
  });

  test(`an alert that called nobody says why; ${claim(language)}`, async ({ house }) => {
    const name = `Quiet ${language} ${Date.now()}`;
    const alert = { summary: `Certificate renewed · ${language}`, service: 'mx-in', severity: 'info' };
    const api = house.as('misaki');
    await api.deliver(house.world.hook, grafanaAlert(name, alert));
    const { alerts } = await api.get<{ alerts: { alertId: string; title: string }[] }>('/alerts?pageSize=20');
    const { alertId = '' } = alerts.find(({ title }) => title === alert.summary) ?? {};
    const page = await house.console(says.viewer, language);
    await page.goto(`/alerts?alert=${alertId}`);
    await page.getByRole('link', { name: says.everything }).click();
    await expect(page).toHaveURL(new RegExp(`/alerts/${alertId}/why$`));
    await expect(page.getByText(says.quiet).first()).toBeVisible();
    await inspect(page, 'console-explanation-alert', language);
  });
}
