import { expect, test } from './house/fixtures.js';
import { claim, inspectWidths, LANGUAGES, openDesk, signInToConsole } from './house/screens.js';
import { byApi, somebody } from './house/somebody.js';
import { theWorld } from './house/world.js';

const SAYS = {
  en: {
    off: 'Off: the settings name no provider.',
    team: 'Team that Night shift en gives',
    role: 'Role that Night shift en gives',
    gave: 'Night shift en gives',
    nothing: 'Night shift en gives no team any more.',
  },
  ja: {
    off: '無効です。設定ファイルに認証プロバイダーが指定されていません。',
    team: 'Night shift ja に対応するチーム',
    role: 'Night shift ja に対応する役割',
    gave: 'Night shift ja を',
    nothing: 'Night shift ja に対応するチームはなくなりました。',
  },
} as const;

for (const language of LANGUAGES) {
  const says = SAYS[language];

  test(`an admin says which team a group of the directory gives, and ends it (${language}); ${claim(language)}`, async ({
    browser,
  }) => {
    const world = theWorld();
    const admin = await somebody(language, 'Directing', { role: 'admin' });
    const api = await byApi(admin);
    const { userId } = await api.post<{ userId: string }>('/service-accounts', { name: `scim ${language}` });
    const { secret } = await api.post<{ secret: string }>('/tokens', {
      name: 'SCIM',
      scopes: ['scim:write'],
      expiresInDays: 1,
      ownerId: userId,
    });
    const scim = async (path: string, body: object): Promise<{ id: string }> => {
      const answer = await fetch(`${world.origin}/scim/v2${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/scim+json', authorization: `Bearer ${secret}` },
        body: JSON.stringify(body),
      });
      expect(answer.status).toBe(201);
      return (await answer.json()) as { id: string };
    };
    const email = `nightly-${language}@example.org`;
    const person = await scim('/Users', {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName: email,
      displayName: `Nightly ${language}`,
      emails: [{ value: email, primary: true }],
      active: true,
    });
    await scim('/Groups', {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
      displayName: `Night shift ${language}`,
      members: [{ value: person.id }],
    });
    const roles = async (): Promise<readonly string[]> => {
      const team = await api.get<{ members: readonly { userId: string; role: string }[] }>(
        `/teams/${world.teams.login}`,
      );
      return team.members.flatMap((one) => (one.userId === person.id ? [one.role] : []));
    };

    const page = await (await openDesk(browser, world, language)).newPage();
    await signInToConsole(page, admin, language);
    await page.goto('/settings/single-sign-on');
    await expect(page.locator('barry-sso-page')).toContainText(says.off);
    await page.getByLabel(says.team).selectOption(world.teams.login);
    await expect(page.getByRole('status').filter({ hasText: says.gave })).toBeVisible();
    expect(await roles()).toEqual(['responder']);
    await page.getByLabel(says.role).selectOption('observer');
    await expect.poll(roles).toEqual(['observer']);
    await inspectWidths(page, 'console-directory-groups', language);
    await page.getByLabel(says.team).selectOption('');
    await expect(page.getByRole('status').filter({ hasText: says.nothing })).toBeVisible();
    expect(await roles()).toEqual([]);
  });
}
