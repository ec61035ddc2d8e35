import { expect, test } from './house/fixtures.js';
import { claim, inspectWidths, LANGUAGES } from './house/screens.js';

const SAYS = {
  en: { viewer: 'misaki', title: 'Plugin packages that are off' },
  ja: { viewer: 'yoko', title: '読み込まれなかったプラグイン' },
} as const;

for (const language of LANGUAGES) {
  const says = SAYS[language];

  test(`a plugin package that is off is told to admins with its reason, and to nobody else; ${claim(language)}`, async ({
    house,
  }) => {
    const { refused } = await house
      .as(says.viewer)
      .get<{ refused: readonly { package: string; reason: string }[] }>('/plugins');
    const [one] = refused;
    expect(one?.reason).toContain('it cannot be loaded');
    const page = await house.console(says.viewer, language);
    await page.goto('/integrations');
    const told = page.getByRole('region', { name: says.title });
    await expect(told.getByRole('listitem')).toHaveCount(1);
    await expect(told.getByText(one?.package ?? '', { exact: true })).toBeVisible();
    await expect(told.getByText(one?.reason ?? '', { exact: true })).toBeVisible();
    await inspectWidths(page, 'console-refused-plugins', language);

    const other = await house.console('tom', language);
    await other.goto('/integrations');
    await expect(other.getByRole('row').nth(1)).toBeVisible();
    await expect(other.locator('barry-refused-plugins section')).toHaveCount(0);
  });
}
