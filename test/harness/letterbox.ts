import { join } from 'node:path';
import { z } from 'zod';
import { defineNotifier, type Plugin } from '../../src/plugins/kit/index.js';
import type { HouseOptions } from './house.js';

export interface ReadLetter {
  readonly to: string;
  readonly title: string;
  readonly body: string;
  readonly link: string;
}

/** Mail that arrives at once, wherever it is sent. */
export class Letterbox {
  readonly letters: ReadLetter[] = [];

  /** A house whose mail comes here. */
  get house(): HouseOptions {
    return {
      plugins: [this.plugin],
      environment: { BARRY_CONFIG: join(import.meta.dirname, 'mail.yaml') },
    };
  }

  of(address: string): readonly ReadLetter[] {
    return this.letters.filter(({ to }) => to === address);
  }

  private get plugin(): Plugin {
    return defineNotifier({
      id: 'letterbox',
      name: 'Letterbox',
      address: 'person',
      settings: z.object({}),
      target: z.object({ address: z.email() }),
      messages: ['inform'],
      open: () =>
        Promise.resolve({
          send: ({ target, message }) => {
            if (message.kind !== 'inform') throw new Error('a letterbox takes letters only');
            const { title, body, link } = message;
            this.letters.push({ to: target.address, title, body, link });
            return Promise.resolve({ outcome: 'accepted' as const });
          },
        }),
    }) as Plugin;
  }
}
