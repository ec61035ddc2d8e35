import { expect, type Locator, type Page } from '@playwright/test';

const PATIENCE = 80;

/** Goes on with Tab until it is there; whoever has no pointer sees where they are. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let presses = 0; presses < PATIENCE; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) break;
    await page.keyboard.press('Tab');
  }
  await expect(target).toBeFocused();
  expect(await target.evaluate(isMarked), `the focus on ${target} can be seen`).toBe(true);
}

function isMarked(element: Element): boolean {
  for (let at: Element | null = element, up = 0; at && up < 3; at = at.parentElement, up += 1) {
    const { outlineStyle, outlineWidth, boxShadow, borderColor } = getComputedStyle(at);
    if (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) return true;
    if (boxShadow !== 'none' && at.matches(':focus, :focus-within')) return true;
    if (
      at.matches('input, textarea, :focus-within') &&
      borderColor !== getComputedStyle(document.body).borderColor
    )
      return true;
  }
  return false;
}
