import { Api } from './house/api.js';
import { Faults } from './house/faults.js';
import { expect, test } from './house/fixtures.js';
import { claim, inspect, inspectWidths, LANGUAGES } from './house/screens.js';
import { byApi, somebody } from './house/somebody.js';

const SAYS = {
  en: {
    viewer: 'misaki',
    rate: 'Requests a minute',
    revoke: 'Revoke',
    save: 'Save',
    service: 'service account',
  },
  ja: { viewer: 'yoko', rate: '毎分', revoke: '失効', save: '保存', service: 'サービスアカウント' },
} as const;

for (const language of LANGUAGES) {
  const says = SAYS[language];

  test(`an admin finds the tokens that nobody uses, slows one down and ends it (${language}); ${claim(language)}`, async ({
    house,
  }) => {
    const { world } = house;
    const person = await somebody(language, 'Forgetting');
    const own = await byApi(person);
    const make = async (name: string): Promise<{ tokenId: string; secret: string }> => {
      const { token, secret } = await own.post<{ token: { tokenId: string }; secret: string }>('/tokens', {
        name,
        scopes: ['alerts:read', 'incidents:read'],
        expiresInDays: 200,
      });
      return { tokenId: token.tokenId, secret };
    };
    const idle = await make(`idle ${language}`);
    const late = await make(`late ${language}`);
    const busy = await make(`busy ${language}`);
    const faults = await Faults.open(world);
    await faults.age(idle.tokenId, { made: 200, left: 100, used: 120 });
    await faults.age(late.tokenId, { made: 200, left: 6, used: 1 });
    await faults.close();
    const admin = house.as(says.viewer);
    const account = await admin.post<{ userId: string }>('/service-accounts', {
      name: `nightly ${language}`,
    });
    await admin.post('/tokens', {
      name: `report ${language}`,
      scopes: ['read'],
      expiresInDays: 30,
      ownerId: account.userId,
    });

    const page = await house.console(says.viewer, language);
    await page.goto('/settings/tokens');
    const row = (name: string) => page.locator('tr[data-token]').filter({ hasText: `${name} ${language}` });
    await expect(row('busy')).toBeVisible();
    await expect(row('report').locator('.service-mark')).toHaveText(says.service);
    await inspectWidths(page, 'console-all-tokens', language);
    await page.locator('select[name=show]').selectOption('unused');
    await expect(page).toHaveURL(/show=unused/);
    await expect(row('idle')).toBeVisible();
    await expect(row('busy')).toHaveCount(0);
    await page.locator('select[name=show]').selectOption('ending');
    await expect(row('late')).toBeVisible();
    await expect(row('idle')).toHaveCount(0);
    await inspect(page, 'console-all-tokens-ending', language);
    // The filters stand in the address, and an owner's name finds theirs.
    await page.goto(`/settings/tokens?q=${encodeURIComponent(person.name)}`);
    await expect(page.locator('tr[data-token]')).toHaveCount(3);

    const dialog = page.getByRole('dialog');
    await row('busy').getByRole('button', { name: says.rate }).click();
    await dialog.locator('input[name=rate]').fill('30');
    await inspect(page, 'console-token-rate', language);
    await dialog.getByRole('button', { name: says.save }).click();
    await expect(row('busy').getByRole('button', { name: says.rate })).toHaveText('30');
    await row('busy').getByRole('button', { name: says.revoke }).click();
    await dialog.getByRole('button', { name: says.revoke, exact: true }).click();
    await expect(row('busy')).toHaveCount(0);
    await expect(new Api(world.origin, busy.secret).get('/me')).rejects.toThrow('401');
  });
}
