import { test as base, type BrowserContext, type Page } from '@playwright/test';
import { Api } from './api.js';
import { ApiPhone } from './api-phone.js';
import { type Language, openDesk, openPocket, signInToConsole, signInToPhone } from './screens.js';
import { quiet } from './night.js';
import { theWorld, type Who, type World } from './world.js';

interface House {
  readonly world: World;
  /** The API, as somebody uses it. */
  as(who: Who): Api;
  /** A console with somebody signed in. */
  console(who: Who, language?: Language): Promise<Page>;
  /** A phone with somebody signed in, ready to ring. */
  phone(who: Who, language?: Language): Promise<Page>;
  /** A phone without a screen. */
  apiPhone(who: Who, options?: { proves?: boolean; model?: string }): Promise<ApiPhone>;
}

export const test = base.extend<{ house: House }>({
  house: async ({ browser }, use) => {
    const world = theWorld();
    const contexts: BrowserContext[] = [];
    const phones: ApiPhone[] = [];
    const opened = async (context: Promise<BrowserContext>): Promise<Page> => {
      contexts.push(await context);
      return (await context).newPage();
    };
    const as = (who: Who): Api => new Api(world.origin, world.people[who].token);
    await use({
      world,
      as,
      console: async (who, language = 'en') => {
        const page = await opened(openDesk(browser, world, language));
        await signInToConsole(page, world.people[who], language);
        return page;
      },
      phone: async (who, language = 'en') => {
        const page = await opened(openPocket(browser, world, language));
        await signInToPhone(page, world.people[who], language);
        return page;
      },
      apiPhone: async (who, options) => {
        const phone = await ApiPhone.enrol(world.origin, world.people[who], options);
        phones.push(phone);
        return phone;
      },
    });
    await quiet(world);
    for (const phone of phones) phone.close();
    for (const context of contexts) await context.close();
  },
});
export { expect } from '@playwright/test';
