import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { BROWSER_FLAGS, findBrowser } from '../find-browser.mjs';

const GROUNDS = { dark: ['#14181e', '#a3adba'], light: ['#fff', '#4d5865'] };
const WIDE = 6;

const image = (svg, size) =>
  `<img width="${size}" height="${size}" src="data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}">`;
const cell = ([name, svg]) =>
  `<figure>${image(svg, 96)}<div>${image(svg, 32)}${image(svg, 24)}</div><figcaption>${name.replace('.svg', '')}</figcaption></figure>`;

function page(files, [ground, text]) {
  return `<!doctype html><style>
    body{margin:0;padding:16px;width:${WIDE * 128}px;background:${ground};color:${text};font:12px sans-serif;display:grid;grid-template-columns:repeat(${WIDE},1fr);gap:12px}
    figure{margin:0;text-align:center}figure div{display:flex;gap:10px;justify-content:center;align-items:center;padding:6px}
  </style>${Object.entries(files).map(cell).join('')}`;
}

/** One picture a ground, at twice the size of a page so that an eye can judge the lines. */
export async function sheets(files, folder) {
  mkdirSync(folder, { recursive: true });
  const browser = await chromium.launch({ executablePath: await findBrowser(), args: BROWSER_FLAGS });
  for (const [name, colours] of Object.entries(GROUNDS)) {
    const tab = await browser.newPage({
      viewport: { width: WIDE * 128 + 32, height: 100 },
      deviceScaleFactor: 2,
    });
    await tab.setContent(page(files, colours));
    await tab.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  }
  await browser.close();
}
