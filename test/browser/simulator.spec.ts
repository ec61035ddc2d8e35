import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { ROOT } from '../../scripts/bootstrap.mjs';
import { startPostgres } from '../../scripts/embedded-postgres.mjs';
import { Server } from '../../scripts/start/server.mjs';
import { freePort } from '../harness/free-port.js';
import { inspect, type Language, LANGUAGES } from './house/screens.js';

const SAYS = {
  en: {
    who: 'lucas@demo.barry',
    email: 'E-mail',
    password: 'Password',
    submit: 'Sign in',
    banner: 'Simulated phones are on',
    open: 'Open the phones',
    raise: 'Raise an alert',
    accept: 'Accept',
    pickUp: 'Pick up',
    knobs: 'Knobs and what it said',
    silent: 'do not disturb',
    key: 'Key 1',
  },
  ja: {
    who: 'misaki@demo.barry',
    email: 'メールアドレス',
    password: 'パスワード',
    submit: 'サインイン',
    banner: '模擬電話が有効です',
    open: '模擬電話を開く',
    raise: 'アラートを発生させる',
    accept: '対応する',
    pickUp: '受話',
    knobs: 'つまみと報告',
    silent: 'おやすみモード',
    key: 'キー 1',
  },
} as const;

// One house for both languages.
test.describe.configure({ mode: 'serial' });
let origin = '';
let passwords = new Map<string, string>();
const cleanUps: (() => Promise<void> | void)[] = [];

test.beforeAll(async () => {
  const room = mkdtempSync(join(tmpdir(), 'barry-test-simulator-'));
  cleanUps.push(() => rmSync(room, { recursive: true, force: true }));
  const database = await startPostgres({ dataDir: join(room, 'postgres'), settings: { fsync: 'off' } });
  cleanUps.push(() => database.stop());
  const [http, grpc] = [await freePort(), await freePort()];
  const server = new Server({
    root: ROOT,
    dataDir: room,
    environment: {
      PATH: process.env['PATH'],
      DATABASE_URL: database.url,
      BARRY_EMBEDDED_DATABASE: 'true',
      BARRY_DATA_DIR: room,
      BARRY_HTTP_PORT: String(http),
      BARRY_GRPC_PORT: String(grpc),
      BARRY_SIMULATE: 'true',
    },
  });
  cleanUps.push(() => server.stop());
  origin = `http://127.0.0.1:${http}`;
  await server.ready(origin);
  const { demo } = JSON.parse(readFileSync(join(room, 'welcome.json'), 'utf8')) as {
    demo: { users: readonly { email: string; password: string }[] };
  };
  passwords = new Map(demo.users.map(({ email, password }) => [email, password]));
  const phones = async (): Promise<number> => {
    const answer = await fetch(`${origin}/simulator/api/state`);
    return ((await answer.json()) as { telephones: readonly unknown[] }).telephones.length;
  };
  await expect.poll(phones).toBe(5);
});
test.afterAll(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

for (const language of LANGUAGES) {
  test(`an alert rings simulated phones, and whoever is kept quiet is called by telephone (${language})`, async ({
    browser,
  }) => {
    const says = SAYS[language];
    const page = await openPhones(browser, language);
    const person = page.getByRole('region', { name: '佐藤 美咲' });
    const phone = person.getByRole('article', { name: 'Barry', exact: true });
    await phone.getByText(says.knobs).click();
    await phone.getByLabel(says.silent).click();
    // Until the server has heard of it.
    await expect(phone.getByLabel(says.silent)).toBeChecked();
    await phone.getByText(says.knobs).click();

    await page.getByRole('button', { name: says.raise }).click();
    const telephone = person.locator('.telephone');
    await telephone.getByRole('button', { name: says.pickUp }).click();
    await expect(telephone.locator('.said')).toHaveCount(4);
    await expect(page.locator('.handset.rings')).not.toHaveCount(0);
    await inspect(page, 'console-simulator', language);
    await telephone.getByRole('button', { name: says.key }).click();
    await expect(page.locator('.handset.rings')).toHaveCount(0);
    await expect(telephone.locator('.said')).toHaveCount(5);

    // Whoever rings now accepts by hand; the others stop.
    await phone.getByText(says.knobs).click();
    await phone.getByLabel(says.silent).click();
    await expect(phone.getByLabel(says.silent)).not.toBeChecked();
    await page.getByRole('button', { name: says.raise }).click();
    await phone.getByRole('button', { name: says.accept }).click();
    await expect(page.locator('.handset.rings')).toHaveCount(0);
    await page.context().close();
  });
}

test('nobody plays with the phones from another site', async () => {
  const headers = { 'content-type': 'application/json', 'sec-fetch-site': 'cross-site' };
  const body = JSON.stringify({ do: 'alert', title: 'Forged' });
  const forged = await fetch(`${origin}/simulator/api/act`, { method: 'POST', headers, body });
  expect(forged.status).toBe(403);
  const text = await fetch(`${origin}/simulator/api/act`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
    body,
  });
  expect([415, 422]).toContain(text.status);
});

async function openPhones(browser: Browser, language: Language): Promise<Page> {
  const says = SAYS[language];
  const context = await browser.newContext({
    baseURL: origin,
    locale: language === 'en' ? 'en-GB' : 'ja-JP',
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await page.goto('/sign-in');
  await page.getByLabel(says.email).fill(says.who);
  await page.getByLabel(says.password).fill(passwords.get(says.who) ?? '');
  await page.getByRole('button', { name: says.submit, exact: true }).click();
  await expect(page.getByRole('note')).toContainText(says.banner);
  await page.getByRole('link', { name: says.open }).click();
  await expect(page).toHaveURL(/\/simulator$/);
  return page;
}
