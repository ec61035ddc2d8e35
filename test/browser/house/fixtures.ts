import { test as base, type BrowserContext, type Page } from '@playwright/test';
import { Api } from './api.js';
import { ApiPhone } from './api-phone.js';
import { openDesk, openPocket, signInToConsole, signInToPhone, type Language } from './screens.js';
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
  apiPhone(who: Who, options?: { proves?: boolean }): Promise<ApiPhone>;
  /** Nobody rings any more. */
  quiet(): Promise<void>;
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
    const quiet = async (): Promise<void> => {
      const live = await as('misaki').get<{ escalations: { escalationId: string }[] }>(
        '/escalations?live=true&pageSize=100',
      );
      for (const { escalationId } of live.escalations) {
        await as('misaki').post(`/escalations/${escalationId}/cancel`);
      }
    };
    await use({
      world,
      as,
      quiet,
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
    await quiet();
    for (const phone of phones) phone.close();
    for (const context of contexts) await context.close();
  },
});
export { expect } from '@playwright/test';
