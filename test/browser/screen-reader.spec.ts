import { expect, test } from './house/fixtures.js';
import { violations } from './house/screens.js';

test('the ringing screen says what it is and what can be done, as a screen reader reads it', async ({
  house,
}) => {
  const phone = await house.phone('lucas');
  await house.apiPhone('ken');
  const { lucas, ken } = house.world.people;
  await house.as('misaki').post('/escalations', {
    userIds: [lucas.userId, ken.userId],
    title: 'Ceph: 3 OSDs down, rack C-14',
    severity: 'critical',
  });
  const ring = phone.getByRole('alertdialog');
  await expect(ring).toContainText('ringing');
  await expect(ring).toHaveAttribute('aria-modal', 'true');
  await expect(ring).toHaveAccessibleName(/^Critical: .+\. Barry is calling$/);
  await expect(ring).toHaveAccessibleDescription(
    /Ceph: 3 OSDs down, rack C-14.*Also called.*田中 健 ringing/,
  );
  await expect(phone.getByRole('button', { name: 'Answer' })).toBeFocused();
  await expect(ring).toMatchAriaSnapshot({ name: 'ringing.aria.yml' });
});

test('axe sees a text that is too pale and a button without a name', async ({ page }) => {
  await page.setContent(
    '<html lang="en"><title>Pale</title><main><p style="color: #999; background: #fff">Pale</p><button></button></main>',
  );
  expect((await violations(page)).map((one) => one.split(' ')[0]).sort()).toEqual([
    'button-name',
    'color-contrast',
  ]);
});
