import { Api } from './house/api.js';
import { expect, test } from './house/fixtures.js';
import {
  claim,
  inspect,
  LANGUAGES,
  openDesk,
  openPocket,
  signInToConsole,
  signInToPhone,
} from './house/screens.js';
import { somebody } from './house/somebody.js';
import { theWorld } from './house/world.js';

const SAYS = {
  en: {
    past: 'Resolver ns4 answers SERVFAIL',
    now: 'Resolver ns5 answers SERVFAIL again',
    solution: 'The DNSSEC key had expired; signed anew and reloaded.',
    word: 'dnssec',
    similar: 'Similar past incidents',
    mistake: 'resolvr',
    answer: 'Answer',
    cant: 'I can’t',
    lastTime: 'Last time it was like this',
  },
  ja: {
    past: '名前解決サーバー ns6 の障害',
    now: '名前解決サーバー ns7 の障害が再発',
    solution: '署名鍵の期限切れでした。再署名して復旧しました。',
    word: '再署名',
    similar: '似た過去のインシデント',
    mistake: '署名鍵',
    answer: '応答',
    cant: 'できない',
    lastTime: '以前に似ていたとき',
  },
} as const;

for (const language of LANGUAGES) {
  const says = SAYS[language];

  test(`what was written is found by the one box, and what was done last time is beside it (${language}); ${claim(language)}`, async ({
    browser,
  }) => {
    const world = theWorld();
    const person = await somebody(language, 'Searching', { owns: [world.teams.dns] });
    const api = new Api(world.origin, world.people.misaki.token);
    const open = async (title: string): Promise<string> => {
      const made = await api.post<{ incidentId: string }>('/incidents', {
        title,
        severity: 'high',
        teamId: world.teams.dns,
      });
      return made.incidentId;
    };
    const past = await open(says.past);
    await api.post(`/incidents/${past}/comments`, { text: says.solution });
    const now = await open(says.now);
    await expect
      .poll(
        async () => (await api.get<{ incidents: unknown[] }>(`/incidents/${now}/similar`)).incidents.length,
      )
      .toBeGreaterThan(0);

    const page = await (await openDesk(browser, world, language)).newPage();
    await signInToConsole(page, person, language);
    await page.keyboard.press('Control+k');
    const box = page.getByRole('combobox');
    await box.fill(says.word);
    const found = page.getByRole('option').filter({ hasText: says.word });
    await expect(found.first()).toBeVisible();
    await inspect(page, 'console-search', language);
    await box.fill(says.mistake);
    await expect(page.getByRole('option').first()).toBeVisible();
    await box.fill(says.word);
    await expect(found.first()).toBeVisible();
    await found.first().click();
    await expect(page).toHaveURL(new RegExp(`/incidents/${past}$`));

    await page.goto(`/incidents/${now}`);
    const similar = page.getByRole('region', { name: says.similar });
    await expect(similar).toContainText(says.solution);
    await similar.scrollIntoViewIfNeeded();
    await inspect(page, 'console-incident-similar', language);
    await similar.getByRole('link', { name: says.past }).click();
    await expect(page).toHaveURL(new RegExp(`/incidents/${past}$`));

    // Whoever is called for it sees it before they decide.
    const phone = await (await openPocket(browser, world, language)).newPage();
    await signInToPhone(phone, person, language);
    const { escalationId } = await api.post<{ escalationId: string }>('/escalations', {
      userIds: [person.userId],
      title: says.now,
    });
    await phone.getByRole('button', { name: says.answer, exact: true }).click();
    await expect(phone.getByRole('heading', { name: says.lastTime })).toBeVisible();
    await expect(phone.locator('bar-last-time')).toContainText(says.solution);
    await expect(phone.getByRole('button', { name: says.cant })).toBeVisible();
    await inspect(phone, 'app-message-last-time', language);
    await api.post(`/escalations/${escalationId}/cancel`);
  });
}
