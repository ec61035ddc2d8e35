import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { type Browser, type BrowserContext, devices, expect, type Page } from '@playwright/test';
import { PASSWORD, type Person, type World } from './world.js';

export const LANGUAGES = ['en', 'ja'] as const;
export type Language = (typeof LANGUAGES)[number];
export const THEMES = ['dark', 'light'] as const;

const LOCALE = { en: 'en-GB', ja: 'ja-JP' } as const;
const PICTURES = join(import.meta.dirname, '../../../test-results/pictures');
/** WCAG up to 2.2, A and AA. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

const surroundings = (world: World, language: Language) => ({
  baseURL: world.origin,
  locale: LOCALE[language],
  timezoneId: 'Asia/Tokyo',
  colorScheme: 'dark' as const,
  reducedMotion: 'reduce' as const,
});

const reported = new WeakMap<BrowserContext, string[]>();

/** What the browser has held back because our Content-Security-Policy says so, in all pages of this one. */
export const heldBack = (page: Page): readonly string[] => reported.get(page.context()) ?? [];

function listen(context: BrowserContext): BrowserContext {
  const said: string[] = [];
  reported.set(context, said);
  context.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) said.push(message.text());
  });
  return context;
}

/** The console, as on a desk. */
export async function openDesk(
  browser: Browser,
  world: World,
  language: Language = 'en',
): Promise<BrowserContext> {
  const desk = { ...surroundings(world, language), viewport: { width: 1440, height: 900 } };
  return listen(await browser.newContext(desk));
}

/** A Pixel 7 that may notify. */
export async function openPocket(
  browser: Browser,
  world: World,
  language: Language = 'en',
): Promise<BrowserContext> {
  const { defaultBrowserType: _, ...pixel } = devices['Pixel 7'];
  const context = listen(await browser.newContext({ ...pixel, ...surroundings(world, language) }));
  await context.grantPermissions(['notifications'], { origin: world.origin });
  return context;
}

const WORDS = {
  en: { email: 'E-mail', password: 'Password', submit: 'Sign in', enable: 'Enable ringing', go: 'Continue' },
  ja: {
    email: 'メールアドレス',
    password: 'パスワード',
    submit: 'サインイン',
    enable: '着信を有効にする',
    go: '続ける',
  },
} as const;

export async function signIn(page: Page, person: Person, language: Language = 'en'): Promise<void> {
  const words = WORDS[language];
  await page.getByLabel(words.email).fill(person.email);
  await page.getByLabel(words.password).fill(PASSWORD);
  await page.getByRole('button', { name: words.submit, exact: true }).click();
}

export async function signInToConsole(page: Page, person: Person, language: Language = 'en'): Promise<void> {
  await page.goto('/sign-in');
  await signIn(page, person, language);
  await expect(page.getByRole('navigation').first()).toBeVisible();
  // What is not connected cannot show what happens.
  await expect(page.locator('nav [role=status]:not(.off)')).toBeVisible();
  // Where the button was there is a list now, and no row moves under a pointer.
  await page.mouse.move(0, 0);
}

/** Signed in, and allowed to make noise, as its owner would do it once. */
export async function signInToPhone(page: Page, person: Person, language: Language = 'en'): Promise<void> {
  const words = WORDS[language];
  await page.goto('/app/sign-in');
  await signIn(page, person, language);
  await page.getByRole('button', { name: words.enable }).click();
  await page.getByRole('button', { name: words.go }).click();
  await expect(page).toHaveURL(/\/app\/now$/);
}

/** What a test of a screen claims: axe looks at the English one, people at the pictures of both. */
export const claim = (language: Language): string =>
  language === 'en' ? 'has no WCAG A/AA violation in either theme' : 'is there in Japanese, in both themes';

/** Looks at what is on the screen in both themes, as a picture and (in English) with axe. */
export async function inspect(page: Page, name: string, language: Language): Promise<void> {
  const folder = join(PICTURES, language);
  mkdirSync(folder, { recursive: true });
  const found: string[] = [];
  for (const theme of THEMES) {
    await page.emulateMedia({ colorScheme: theme });
    await page.evaluate(() => document.fonts.ready.then(() => undefined));
    await page.screenshot({
      path: join(folder, `${name}-${theme}.png`),
      animations: 'disabled',
      caret: 'hide',
    });
    if (language === 'en') found.push(...(await violations(page)).map((one) => `${theme}: ${one}`));
  }
  expect(found, `WCAG A/AA on ${name}`).toEqual([]);
  expect(heldBack(page), `what the policy of ${name} holds back`).toEqual([]);
  expect(await page.evaluate(overflow), `${name} fits its window`).toBe(0);
}

const NARROW = { width: 390, height: 844 } as const;

/** As on a desk, and as in a window as narrow as a phone. */
export async function inspectWidths(page: Page, name: string, language: Language): Promise<void> {
  const wide = page.viewportSize();
  await inspect(page, name, language);
  await page.setViewportSize(NARROW);
  await inspect(page, `${name}-narrow`, language);
  if (wide) await page.setViewportSize(wide);
}

const overflow = (): number =>
  Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth);

export async function violations(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary = '' }) => {
      const why = failureSummary.replace(/\s+/g, ' ').slice(0, 220);
      return `${id} at ${target.join(' ')}: ${why}`;
    }),
  );
}
