import type { Page } from '@playwright/test';
import { expect, test } from './house/fixtures.js';
import { heldBack } from './house/screens.js';

/** What somebody would write into a page who has found a way to do so. */
const smuggle = (page: Page): Promise<{ readonly ran: readonly string[]; readonly left: boolean }> =>
  page.evaluate(async () => {
    const ran: string[] = [];
    Object.assign(window, { ran });
    const script = document.createElement('script');
    script.textContent = 'window.ran.push("inline")';
    document.body.append(script);
    const picture = document.createElement('div');
    picture.innerHTML = '<img src="/no-such-picture" onerror="window.ran.push(\'handler\')">';
    document.body.append(picture);
    const elsewhere = document.createElement('script');
    elsewhere.src = 'data:text/javascript,window.ran.push("address")';
    document.body.append(elsewhere);
    const frame = document.createElement('iframe');
    frame.srcdoc = '<script>parent.ran.push("frame")</script>';
    document.body.append(frame);
    const left = await fetch('http://elsewhere.example:81/', { mode: 'no-cors' }).then(
      () => true,
      () => false,
    );
    await new Promise((resolve) => setTimeout(resolve, 500));
    return { ran, left };
  });

test('what is smuggled into the console does not run, and nothing leaves it', async ({ house }) => {
  const page = await house.console('misaki');
  expect(heldBack(page)).toEqual([]);
  expect(await smuggle(page)).toEqual({ ran: [], left: false });
  const words = heldBack(page).join();
  for (const directive of ['script-src', 'script-src-attr', 'connect-src'])
    expect(words).toContain(directive);
  // A style of ours carries the nonce of this answer; one of a stranger does not, and changes nothing.
  const isChanged = await page.evaluate(() => {
    const style = document.createElement('style');
    style.textContent = 'body { outline: 7px solid red }';
    document.head.append(style);
    return getComputedStyle(document.body).outlineWidth === '7px';
  });
  expect(isChanged).toBe(false);
});

test('what is smuggled into the app does not run', async ({ house }) => {
  const page = await house.phone('misaki');
  expect(heldBack(page)).toEqual([]);
  expect((await smuggle(page)).ran).toEqual([]);
});

test('the page about the API needs nothing from elsewhere', async ({ house }) => {
  const page = await house.console('misaki');
  const strangers: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(house.world.origin) && !request.url().startsWith('data:'))
      strangers.push(request.url());
  });
  await page.goto('/api/docs');
  await expect(page.getByText('Local sign-in').first()).toBeVisible();
  // The page draws what is in sight only.
  await expect(async () => {
    await page.mouse.wheel(0, 700);
    await expect(page.getByText('Users, by name')).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 20_000 });
  expect(strangers).toEqual([]);
  expect(heldBack(page)).toEqual([]);
});
