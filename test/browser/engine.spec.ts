import { randomUUID } from 'node:crypto';
import { expect, test } from './house/fixtures.js';
import { Faults } from './house/faults.js';
import { tabTo } from './house/keyboard.js';
import { claim, inspect, LANGUAGES } from './house/screens.js';

const SAYS = {
  en: {
    viewer: 'misaki',
    fine: 'All is well',
    late: 'This needs a look',
    alarm: 'Something is wrong',
    none: 'None, and that is how it should be.',
    nobody: 'An escalation came to its end without anybody whom it could call.',
    todo: 'Look at the team’s call rules and schedule',
    degraded: 'telephone is called at once too',
    more: 'Show more',
    toEscalation: 'To the escalation',
    farTooLate: 'far too late',
    tab: 'Engine',
  },
  ja: {
    viewer: 'yoko',
    fine: '正常です',
    late: '確認が必要です',
    alarm: '異常があります',
    none: 'これが正しい状態です。',
    nobody: '呼び出せる人が一人もいないまま、呼び出しが終わりました。',
    todo: '呼び出しルールと当番表',
    degraded: '電話も同時にかける',
    more: 'さらに表示',
    toEscalation: '呼び出しへ',
    farTooLate: '大幅な遅れ',
    tab: 'エンジン',
  },
} as const;

const FAULT = 'the account is suspended; the console of the provider says why, and what to do';

let faults: Faults;

test.beforeEach(async ({ house }) => {
  faults = await Faults.open(house.world);
  await faults.none();
});
test.afterEach(async () => {
  await faults.none();
  await faults.close();
});

for (const language of LANGUAGES) {
  const says = SAYS[language];

  test(`the engine: calm while all is well; shows what is found without reload, what to do, and where it was; ${claim(language)}`, async ({
    house,
  }) => {
    const api = house.as(says.viewer);
    // Somebody who can ring: of a call for nobody there would be a finding of its own.
    const phone = await house.apiPhone('naoki');
    const { escalationId } = await api.post<{ escalationId: string }>('/escalations', {
      userIds: [house.world.people.naoki.userId],
      title: 'OSPF-Nachbar weg: osa-gw3',
      severity: 'warning',
    });
    await phone.until('rung', ({ hasRung }) => hasRung);
    await api.post(`/escalations/${escalationId}/cancel`);
    const page = await house.console(says.viewer, language);
    await page.goto('/settings');
    await page.getByRole('link', { name: says.tab, exact: true }).click();
    await expect(page).toHaveURL(/\/engine$/);
    // On a busy machine Barry may have been late in truth, and found it.
    await expect(async () => {
      await faults.none();
      await expect(page.getByRole('heading', { name: says.fine })).toBeVisible({ timeout: 8_000 });
    }).toPass({ timeout: 60_000 });
    await expect(page.getByText(says.none)).toBeVisible();
    await inspect(page, 'console-engine-well', language);

    await faults.judge(
      { route: 'web-push/standard', state: 'degraded', because: 'most-did-not-ring', rang: 6, attempts: 10 },
      { route: 'fcm/standard', state: 'closed', because: 'works', rang: 20, attempts: 20 },
      { route: 'apns/standard', state: 'closed', because: 'too-little-known', rang: 1, attempts: 2 },
    );
    await faults.find(
      { code: 'nobody-to-call', subjectId: escalationId, secondsAgo: 120, times: 3 },
      {
        code: 'message-overdue',
        subjectId: randomUUID(),
        detail: 'ring',
        isRepaired: true,
        secondsAgo: 400,
      },
      {
        code: 'row-failed',
        subjectId: randomUUID(),
        detail: 'could not serialize access due to concurrent update',
        secondsAgo: 900,
      },
      ...Array.from({ length: 27 }, (_, i) => ({
        code: 'ring-for-nothing',
        subjectId: randomUUID(),
        detail: i === 26 ? 'the oldest of all' : '',
        isRepaired: true,
        secondsAgo: 200_000 + i * 60,
      })),
    );
    const found = page.getByRole('listitem').filter({ hasText: says.nobody });
    await expect(found).toContainText(says.todo);
    await expect(page.getByRole('row').filter({ hasText: 'web-push/standard' })).toContainText(says.degraded);
    await expect(page.getByRole('heading', { name: says.late })).toBeVisible();
    await page.mouse.move(0, 0);
    await inspect(page, 'console-engine', language);
    await found.scrollIntoViewIfNeeded();
    await found.evaluate((row) => row.scrollIntoView({ block: 'start' }));
    await inspect(page, 'console-engine-findings', language);

    const oldest = page.getByRole('listitem').filter({ hasText: 'the oldest of all' });
    await expect(oldest).toHaveCount(0);
    await page.getByRole('button', { name: says.more }).click();
    await expect(oldest).toHaveCount(1);
    await expect(page.getByRole('button', { name: says.more })).toHaveCount(0);

    await page.goto('/engine');
    await tabTo(page, found.getByRole('link', { name: says.toEscalation }));
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(new RegExp(`/escalations/${escalationId}$`));
    await expect(page.getByRole('heading', { name: 'OSPF-Nachbar weg: osa-gw3' })).toBeVisible();
    await inspect(page, 'console-escalation', language);
  });

  test(`the engine: unmistakable when something is far too late; ${claim(language)}`, async ({ house }) => {
    await faults.judge({
      route: 'fcm/standard',
      state: 'open',
      because: 'refused-as-a-whole',
      rang: 0,
      attempts: 5,
    });
    const page = await house.console(says.viewer, language);
    // As after minutes in which no engine ran; nobody waits for that here.
    await page.route('**/api/v1/engine', async (route) => {
      const answer = await route.fetch();
      const engine = (await answer.json()) as { chores: object[] };
      const chores = engine.chores.map((chore) => ({ ...chore, failure: 'timeout expired' }));
      await route.fulfill({
        json: { ...engine, chores, latenessSeconds: 7.24, outboxSeconds: 2.4, outboxWaiting: 12 },
      });
    });
    await page.route('**/api/v1/notifiers', async (route) => {
      const answer = await route.fetch();
      const list = (await answer.json()) as { notifiers: object[] };
      const none = { priority: 20, sent: 0, failed: 0 };
      const others = [
        { ...none, name: 'twilio-tokyo', plugin: 'twilio', state: 'faulty', reason: FAULT },
        { ...none, name: 'fcm', plugin: 'fcm', state: 'off', reason: 'switched off in the settings' },
      ];
      await route.fulfill({ json: { ...list, notifiers: [...list.notifiers, ...others] } });
    });
    await page.goto('/engine');
    await expect(page.getByRole('heading', { name: says.alarm })).toBeVisible();
    await expect(page.getByRole('row').filter({ hasText: 'twilio-tokyo' })).toContainText(FAULT);
    await expect(page.locator('.figures')).toContainText(says.farTooLate);
    await expect(page.getByText(says.none)).toBeVisible();
    await inspect(page, 'console-engine-alarm', language);
  });
}
