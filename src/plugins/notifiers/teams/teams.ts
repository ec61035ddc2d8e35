import { defineNotifier, outcomeOfError, type SendOutcome } from '../../kit/index.js';
import { cardOf } from './card.js';
import { outcomeOfAnswer } from './outcome.js';
import { Settings, Target } from './settings.js';

export const teams = defineNotifier({
  id: 'teams',
  name: 'Microsoft Teams',
  address: 'room',
  settings: Settings,
  target: Target,
  messages: ['inform', 'text', 'test'] as const,

  async open({ hosts, consoleUrl }, { fetch, now }) {
    return {
      async send({ target, message, signal }): Promise<SendOutcome> {
        const { hostname } = new URL(target.url);
        if (!hosts.some((host) => matches(hostname, host)))
          return {
            outcome: 'rejected',
            reason: 'this host of workflows is not on the list',
            scope: 'message',
          };
        try {
          const response = await fetch(target.url, {
            method: 'POST',
            redirect: 'manual',
            signal,
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(cardOf(message, consoleUrl)),
          });
          return await outcomeOfAnswer(response, now());
        } catch (error) {
          return outcomeOfError(error);
        }
      },
    };
  },
});

const matches = (host: string, pattern: string): boolean =>
  pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern;
