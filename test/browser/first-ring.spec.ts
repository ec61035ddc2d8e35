import type { Page } from '@playwright/test';
import { expect, test } from './house/fixtures.js';
import { grafanaAlert } from './house/grafana.js';
import { limit, tell, timeUntil } from './house/stopwatch.js';

const TITLE = 'SMTP 送信キュー滞留 48,210 通 · mx-out tyo2';
const TEXT = 'The queue grows by 900 a minute since the change of 03:08.';

const ringing = (phone: Page) =>
  phone.getByRole('alertdialog', { name: 'Critical: mx-out. Barry is calling' });

test('a Grafana alert rings two phones at once; one declines and the third rings at once; the second answers, reads the text and accepts; the others stop within a second and say who took it; members who never rang see it and get one inform; the console shows each stage as it happens; one tap opens the incident; a comment from the phone appears on the console without reload', async ({
  house,
}) => {
  const desk = await house.console('misaki');
  const daisuke = await house.phone('daisuke');
  const lucas = await house.phone('lucas');
  const ken = await house.apiPhone('ken');
  const elena = await house.apiPhone('elena');
  const elenaPage = await house.phone('elena');
  await desk.evaluate(() => Object.assign(globalThis, { isTheSamePage: true }));
  const board = desk.getByRole('table', { name: `Calls of ${TITLE}` });
  const callOf = (name: string) => board.getByRole('row', { name });

  const sentAt = Date.now();
  await house
    .as('misaki')
    .deliver(house.world.hook, grafanaAlert('Queue', { summary: TITLE, description: TEXT }));
  const ringTimes = await Promise.all([
    timeUntil(sentAt, ringing(daisuke).waitFor()),
    timeUntil(sentAt, ringing(lucas).waitFor()),
  ]);
  tell(`alert to ringing screens ${ringTimes.join(' and ')} ms`);
  expect(Math.max(...ringTimes)).toBeLessThan(limit(2_000));
  expect([ken.hasRung, elena.hasRung]).toEqual([false, false]);
  await expect(callOf('鈴木 大輔')).toContainText('ringing');
  await expect(callOf('Lucas Meyer')).toContainText('ringing');
  await expect(callOf('田中 健')).toHaveCount(0);
  const nobodyYet = desk.getByRole('region', { name: TITLE }).getByRole('timer');
  await expect(nobodyYet).toContainText('0 of 1 taken');

  const declinedAt = Date.now();
  await daisuke.getByRole('button', { name: 'Decline' }).click();
  const thirdTime = await timeUntil(
    declinedAt,
    ken.until('rung', (phone) => phone.ring?.status === 'ringing'),
  );
  tell(`decline to third ring ${thirdTime} ms`);
  expect(thirdTime).toBeLessThan(limit(2_000));
  await expect(daisuke.getByRole('heading', { name: 'Declined' })).toBeVisible();
  await expect(callOf('鈴木 大輔')).toContainText('declined');
  await expect(callOf('田中 健')).toContainText('ringing');
  await expect(lucas.getByRole('alertdialog')).toContainText('鈴木 大輔');
  await expect(lucas.getByRole('alertdialog')).toContainText('declined');

  await lucas.getByRole('button', { name: 'Answer' }).click();
  await expect(lucas.getByRole('heading', { name: TITLE })).toBeVisible();
  await expect(lucas.getByText(TEXT)).toBeVisible();
  await expect(callOf('Lucas Meyer')).toContainText('reading');

  const acceptedAt = Date.now();
  await lucas.getByRole('button', { name: 'I’ll take it' }).click();
  const stopTime = await timeUntil(
    acceptedAt,
    ken.until('stopped', (phone) => phone.ring?.status === 'over'),
  );
  tell(`accept to stop ${stopTime} ms`);
  expect(stopTime).toBeLessThan(limit(1_000));
  expect(ken.ring).toMatchObject({ reason: 'accepted-by-other', calls: [{ takenBy: ['Lucas Meyer'] }] });
  await expect(lucas.getByRole('heading', { name: 'You have it' })).toBeVisible();
  await expect(desk.getByRole('group', { name: 'Other escalations' })).toContainText('took it');
  await expect(desk.getByText('Nobody is being called.')).toBeHidden();

  await expect(elenaPage.getByRole('status', { name: 'News' })).toContainText('Lucas Meyer took it');
  await elena.until('informed', (phone) => phone.informs.length > 0);
  expect(elena.informs).toEqual(['Lucas Meyer took it (メール基盤)']);
  expect(elena.hasRung).toBe(false);
  const { escalations } = await house
    .as('elena')
    .get<{ escalations: { title: string; status: string }[] }>('/escalations?pageSize=5');
  expect(escalations[0]).toMatchObject({ title: TITLE, status: 'accepted' });

  await lucas.getByRole('button', { name: 'Open the incident' }).click();
  await expect(lucas.getByRole('heading', { name: TITLE })).toBeVisible();
  await desk.getByRole('table').getByRole('link', { name: TITLE }).click();
  await expect(desk.getByRole('feed', { name: 'Story' })).toContainText('took it');
  await lucas.getByRole('textbox', { name: 'Comment' }).fill('Rolling back the change of 03:08.');
  await lucas.getByRole('button', { name: 'Send' }).click();
  const comment = desk.getByRole('article', { name: 'Lucas Meyer' });
  await expect(comment.getByText('Rolling back the change of 03:08.')).toBeVisible();
  expect(elena.informs).toHaveLength(1);
  expect(await desk.evaluate(() => 'isTheSamePage' in globalThis)).toBe(true);
});

test('a phone whose ring somebody else took stops within a second and says who', async ({ house }) => {
  const priya = await house.phone('priya');
  const noah = await house.apiPhone('noah');
  const { priya: one, noah: other } = house.world.people;
  await house.as('misaki').post('/escalations', {
    userIds: [one.userId, other.userId],
    title: 'SERVFAIL 2.1 % on ns3',
    severity: 'critical',
  });
  await priya.getByRole('alertdialog').waitFor();
  await noah.until('rung', (phone) => phone.ring?.status === 'ringing');
  const acceptedAt = Date.now();
  await noah.accept();
  const stopTime = await timeUntil(
    acceptedAt,
    priya.getByRole('heading', { name: 'Taken by Noah Fischer' }).waitFor(),
  );
  tell(`accept to the other phone's screen ${stopTime} ms`);
  expect(stopTime).toBeLessThan(limit(1_000));
  await expect(priya.getByRole('alertdialog')).toHaveCount(0);
});
