import { z } from 'zod';
import {
  defineNotifier,
  type Plugin,
  type Report,
  type SendRequest,
  type Stage,
} from './plugins/kit/index.js';
import { isSameSecret } from './platform/auth/same-secret.js';
import type { NotifierInstance } from './platform/config/config.schema.js';
import type { Simulator } from './simulator.js';

export const PHONES = 'simulator';
export const TELEPHONES = 'simulator-telephone';

/** The only notifiers of a house that simulates. */
export const SIMULATED: readonly NotifierInstance[] = [PHONES, TELEPHONES].map((name) => ({
  name,
  plugin: name,
  enabled: true,
  priority: 1,
  settings: {},
}));

const KINDS = ['ring', 'update', 'cancel', 'inform', 'test'] as const;
const CALLS = ['phone', 'hang-up', 'verification'] as const;
interface Subscriber {
  readonly number: string;
}
const Told = z.object({ kind: z.enum(['stage', 'digit']), value: z.string() });

/** Ways to phones that are not there. Not in the list of plugins: nobody can configure them. */
export const simulatorPlugins = (simulator: Simulator): readonly Plugin[] => [
  defineNotifier({
    id: PHONES,
    name: 'Simulated phones',
    address: 'device',
    settings: z.object({}),
    target: z.strictObject({ phone: z.string() }),
    messages: KINDS,
    open: () =>
      Promise.resolve({
        send: ({ target, message }: SendRequest<{ readonly phone: string }, (typeof KINDS)[number]>) =>
          Promise.resolve(
            simulator.push(target.phone, message)
              ? ({ outcome: 'accepted' } as const)
              : ({ outcome: 'gone', reason: 'there is no such simulated phone' } as const),
          ),
      }),
  }) as Plugin,
  defineNotifier({
    id: TELEPHONES,
    name: 'Simulated telephones',
    address: 'person',
    settings: z.object({}),
    target: z.strictObject({ number: z.string() }),
    messages: CALLS,
    open: () =>
      Promise.resolve({
        send: ({ id, target, message, callback }: SendRequest<Subscriber, (typeof CALLS)[number]>) => {
          const { number } = target;
          if (message.kind === 'verification') simulator.verify(number, message.code);
          if (message.kind === 'hang-up') simulator.hangUp(number);
          if (
            message.kind === 'phone' &&
            !simulator.dial(number, message.script, message.ringSeconds, callback?.url ?? '')
          )
            return Promise.resolve({ outcome: 'rejected', reason: 'no such number', scope: 'message' });
          return Promise.resolve({ outcome: 'accepted', externalId: id });
        },
      }),
    callbacks: {
      verify: ({ headers }) => isSameSecret(headers['x-simulator'] ?? '', simulator.secret),
      read: ({ body }): readonly Report[] => {
        const told = Told.safeParse(body);
        if (!told.success) return [];
        const { kind, value } = told.data;
        return [kind === 'digit' ? { kind, digit: value } : { kind, stage: value as Stage }];
      },
      answer: (next) => ({
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(next ?? null),
      }),
    },
  }) as Plugin,
];
