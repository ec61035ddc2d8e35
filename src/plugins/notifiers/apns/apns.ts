import { randomUUID } from 'node:crypto';
import type vendor from '@parse/node-apn';
import { defineNotifier, type DeviceMessage, type SendOutcome, untilAborted } from '../../kit/index.js';
import { Connections } from './connections.js';
import { type Failure, isSilence, isWorthAnother, NOT_APPLE, outcomeOfFailure } from './outcome.js';
import { type Push, pushFor } from './push.js';
import { type Environment, Settings, Target } from './settings.js';

/** Well formed, and nobody's: Apple looks at the key and the topic first. */
const NOBODY = '0'.repeat(64);
const PROBE: DeviceMessage = { kind: 'test', text: 'check', locale: 'en' };

export const apns = defineNotifier({
  id: 'apns',
  name: 'iPhone (APNs)',
  address: 'device',
  settings: Settings,
  target: Target,
  messages: ['ring', 'update', 'cancel', 'inform', 'test'] as const,
  route: (target, { bundleId, environment }) => `apns/${bundleId}/${target.environment ?? environment}`,

  async open(settings, host) {
    // Only where it is configured: an installation without it shall not carry it.
    const { default: sdk } = await import('@parse/node-apn');
    const connections = new Connections(sdk, settings, host);

    async function tryOnce(token: string, push: Push, id: string, environment: Environment): Promise<Tried> {
      const provider = connections.to(environment);
      if (!provider) return { isSent: false, failure: undefined };
      const { sent, failed } = await provider.send(notificationOf(sdk, push, id), token);
      if (isSilence(failed[0])) connections.drop(environment, provider);
      const answer = sent[0];
      // Only Apple's own yes names the message.
      if (answer && !('apns-id' in answer))
        return { isSent: false, failure: { error: new Error(NOT_APPLE) } };
      return { isSent: answer !== undefined, failure: failed[0] };
    }

    async function tried(target: Target, push: Push, id: string, signal?: AbortSignal): Promise<SendOutcome> {
      const environment = target.environment ?? settings.environment;
      const first = await tryOnce(target.token, push, id, environment);
      const isOver = first.isSent || signal?.aborted === true || !isWorthAnother(first.failure);
      const { isSent, failure } = isOver ? first : await tryOnce(target.token, push, id, environment);
      return isSent ? { outcome: 'accepted', externalId: id } : outcomeOfFailure(failure);
    }

    return {
      async send({ id, target, message, signal }) {
        const push = pushFor(message, target, settings, host.now());
        if (!push) return { outcome: 'rejected', reason: 'a VoIP token is for calls only', scope: 'message' };
        const outcome = await untilAborted(() => tried(target, push, id, signal), signal);
        // The app was not uninstalled: somebody has mixed up apps or environments.
        if (outcome.outcome === 'gone' && outcome.since === undefined)
          host.log.warn(`${host.instance}: ${outcome.reason}`);
        return outcome;
      },

      async check() {
        const nobody: Target = { token: NOBODY, push: 'alert' };
        const push = pushFor(PROBE, nobody, settings, host.now());
        const outcome = push && (await tried(nobody, push, randomUUID()));
        if (outcome?.outcome === 'gone') return { ok: true };
        return { ok: false, reason: outcome && 'reason' in outcome ? outcome.reason : 'not refused' };
      },

      close: () => Promise.resolve(connections.close()),
    };
  },
});

interface Tried {
  readonly isSent: boolean;
  readonly failure: Failure | undefined;
}

/** `id` is the same for a second try. */
const notificationOf = (sdk: typeof vendor, push: Push, id: string): vendor.Notification =>
  Object.assign(new sdk.Notification(), {
    id,
    pushType: push.type,
    topic: push.topic,
    priority: push.priority,
    expiry: push.expiry,
    ...(push.collapseId !== undefined && { collapseId: push.collapseId }),
    rawPayload: push.payload,
  });
