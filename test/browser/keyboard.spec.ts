import { expect, test } from './house/fixtures.js';
import { tabTo } from './house/keyboard.js';
import { PASSWORD } from './house/world.js';

test('on the phone: ring, answer, accept, open the incident and comment by keyboard alone', async ({
  house,
}) => {
  const phone = await house.phone('tom');
  const { keyboard } = phone;
  await house.as('misaki').post('/escalations', {
    userIds: [house.world.people.tom.userId],
    title: 'LDAP レプリカ遅延 40 秒',
    message: 'Replica 2 is 40 s behind.',
    severity: 'high',
  });
  await expect(phone.getByRole('button', { name: 'Answer' })).toBeFocused();
  await keyboard.press('Enter');
  await expect(phone.getByRole('heading', { name: 'LDAP レプリカ遅延 40 秒' })).toBeFocused();
  await expect(phone.getByText('Replica 2 is 40 s behind.')).toBeVisible();
  await tabTo(phone, phone.getByRole('button', { name: 'I’ll take it' }));
  await keyboard.press('Enter');
  await expect(phone.getByRole('heading', { name: 'You have it' })).toBeFocused();
  await tabTo(phone, phone.getByRole('button', { name: 'Open the incident' }));
  await keyboard.press('Enter');
  await tabTo(phone, phone.getByRole('textbox', { name: 'Comment' }));
  await keyboard.type('Restarting replica 2.');
  await tabTo(phone, phone.getByRole('button', { name: 'Send' }));
  await keyboard.press('Enter');
  await expect(phone.getByRole('log', { name: 'Story' })).toContainText('Restarting replica 2.');
});

test('on the phone: "I can’t" and its reason by keyboard alone, and Escape goes back to the text', async ({
  house,
}) => {
  const phone = await house.phone('noah');
  const { keyboard } = phone;
  const { escalationId } = await house.as('misaki').post<{ escalationId: string }>('/escalations', {
    userIds: [house.world.people.noah.userId],
    title: 'NTP offset 140 ms, osa-gw2',
    severity: 'warning',
  });
  await expect(phone.getByRole('button', { name: 'Answer' })).toBeFocused();
  await keyboard.press('Space');
  await tabTo(phone, phone.getByRole('button', { name: 'I can’t' }));
  await keyboard.press('Enter');
  const sheet = phone.getByRole('dialog', { name: 'I can’t, because…' });
  await expect(sheet).toBeVisible();
  await keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
  await tabTo(phone, phone.getByRole('button', { name: 'I can’t' }));
  await keyboard.press('Enter');
  await tabTo(phone, sheet.getByRole('button', { name: 'Driving' }));
  await keyboard.press('Enter');
  await expect(phone.getByRole('heading', { name: 'Declined: driving' })).toBeVisible();
  const { calls } = await house
    .as('misaki')
    .get<{ calls: readonly { declineReason: string }[] }>(`/escalations/${escalationId}`);
  expect(calls[0]?.declineReason).toBe('driving');
});

test('in the console: sign in, open the incident and comment by keyboard alone', async ({
  house,
  browser,
}) => {
  const title = '証明書の期限切れ間近: login.id.example.jp';
  const { teams, people, origin } = house.world;
  await house.as('misaki').post('/incidents', { teamId: teams.mail, title, severity: 'warning' });
  const context = await browser.newContext({ baseURL: origin, locale: 'en-GB' });
  const desk = await context.newPage();
  const { keyboard } = desk;
  await desk.goto('/sign-in');
  await tabTo(desk, desk.getByLabel('E-mail'));
  await keyboard.type(people.misaki.email);
  await tabTo(desk, desk.getByLabel('Password'));
  await keyboard.type(PASSWORD);
  await keyboard.press('Enter');
  await tabTo(desk, desk.getByRole('link', { name: title, exact: true }));
  await keyboard.press('Enter');
  await tabTo(desk, desk.getByRole('textbox', { name: 'Comment' }));
  await keyboard.type('Renewed by hand.');
  await tabTo(desk, desk.getByRole('button', { name: 'Comment', exact: true }));
  await keyboard.press('Enter');
  const story = desk.getByRole('feed', { name: 'Story' });
  await expect(story).toContainText('Renewed by hand.');

  // The same by the keys of `?`.
  await desk.locator('body').press('Escape');
  await keyboard.press('g');
  await keyboard.press('n');
  await expect(desk.getByRole('heading', { name: 'Open incidents of my teams' })).toBeVisible();
  await keyboard.press('g');
  await keyboard.press('i');
  await expect(desk.getByRole('heading', { name: 'Incidents', exact: true })).toBeVisible();
  await expect(desk.getByRole('link', { name: title, exact: true })).toBeVisible();
  await keyboard.press('j');
  await expect(desk.locator('[data-row]').first()).toBeFocused();
  await keyboard.press('Enter');
  await expect(desk.getByRole('textbox', { name: 'Comment' })).toBeVisible();
  await keyboard.press('c');
  await expect(desk.getByRole('textbox', { name: 'Comment' })).toBeFocused();
  await keyboard.type('Watching it.');
  await keyboard.press('Control+Enter');
  await expect(story).toContainText('Watching it.');
  await context.close();
});
