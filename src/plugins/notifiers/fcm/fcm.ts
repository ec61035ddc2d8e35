import { randomUUID } from 'node:crypto';
import type { Message as FcmMessage } from 'firebase-admin/messaging';
import {
  defineNotifier,
  type DeviceMessage,
  type NotifierHost,
  type SendOutcome,
  untilAborted,
} from '../../kit/index.js';
import { AccessTokens } from './access-tokens.js';
import { Attempt, OneTryAgent } from './one-try-agent.js';
import { outcomeOfFailure, outcomeOfName, outcomeOfStatus } from './outcome.js';
import { fcmMessage } from './payload.js';
import { Settings, Target } from './settings.js';

/** Nobody's: FCM looks at the credentials and the project first. Only asked about, never sent to. */
const NOBODY = 'nobody';
const PROBE: DeviceMessage = { kind: 'test', text: 'check', locale: 'en' };

export const fcm = defineNotifier({
  id: 'fcm',
  name: 'Android (FCM)',
  address: 'device',
  settings: Settings,
  target: Target,
  messages: ['ring', 'update', 'cancel', 'inform', 'test'] as const,
  route: (_, { projectId }) => `fcm/${projectId}`,

  async open(settings, host) {
    const tokens = new AccessTokens(settings, host);
    const sdk = await firebase(settings, host, tokens);
    void tokens.renew();

    async function tried(message: FcmMessage, isDry: boolean, signal?: AbortSignal): Promise<SendOutcome> {
      const without = await tokens.ready(signal);
      if (without) return without;
      if (signal?.aborted) return { outcome: 'retry', reason: 'given up at the deadline' };
      const attempt = new Attempt();
      signal?.addEventListener('abort', () => attempt.giveUp(), { once: true });
      const outcome = await Promise.race([
        sdk.send(attempt, message, isDry).then(
          (name: unknown): SendOutcome => outcomeOfName(name),
          (error: unknown) => outcomeOfFailure(error, host.now()),
        ),
        outage(attempt, host),
      ]);
      if (outcome.outcome !== 'rejected' || outcome.scope !== 'channel') return outcome;
      // One that was taken before and is not any more: Google has a new one for us, or says why not.
      const wasWorn = !tokens.isNew;
      tokens.forget();
      return wasWorn ? { outcome: 'retry', reason: outcome.reason } : outcome;
    }

    return {
      async send({ target, message, signal }) {
        const outcome = await untilAborted(
          () => tried(fcmMessage(target.token, message), false, signal),
          signal,
        );
        if (outcome.outcome === 'gone' && outcome.reason.startsWith('SENDER_ID_MISMATCH'))
          host.log.warn(`${host.instance}: a device registered a token of another Firebase project`);
        return outcome;
      },

      /** Asks FCM about a message that it shall not send: the key, the project and the right to send are needed for it. */
      async check() {
        const outcome = await tried(fcmMessage(NOBODY, PROBE), true);
        const isUnderstood = outcome.outcome === 'rejected' && outcome.scope === 'message';
        if (outcome.outcome === 'accepted' || outcome.outcome === 'gone' || isUnderstood) return { ok: true };
        return { ok: false, reason: outcome.reason };
      },

      close: () => sdk.close(),
    };
  },
});

/** The SDK waits and repeats after a 503; we have our answer already. */
async function outage(attempt: Attempt, { now }: NotifierHost): Promise<SendOutcome> {
  const { statusCode = 0, headers } = await attempt.answered;
  if (statusCode !== 503) return new Promise(() => undefined);
  return outcomeOfStatus(statusCode, headers['retry-after'], now());
}

/** Loaded only where it is configured: an installation without it shall not carry it. */
async function firebase(
  { projectId, gateway }: Settings,
  { ca, instance }: NotifierHost,
  tokens: AccessTokens,
) {
  const { deleteApp, initializeApp } = await import('firebase-admin/app');
  const { getMessaging } = await import('firebase-admin/messaging');
  const httpAgent = new OneTryAgent({
    ...(ca !== undefined && { ca }),
    ...(gateway && { host: gateway.address, port: gateway.port }),
  });
  const credential = {
    // Known before the send begins, and asked for each time: the SDK's own cache would keep one that was refused.
    getAccessToken: () => Promise.resolve({ access_token: tokens.current ?? '', expires_in: 1 }),
  };
  // The SDK keeps its apps by name, for the whole process.
  const app = initializeApp({ projectId, credential, httpAgent }, `${instance}-${randomUUID()}`);
  const messaging = getMessaging(app);
  let isOpen = true;
  return {
    // Not `sendEach`: it opens a connection for each call, and goes past the agent.
    send: (attempt: Attempt, message: FcmMessage, isDry: boolean): Promise<string> =>
      httpAgent.during(attempt, () => messaging.send(message, isDry)),
    async close(): Promise<void> {
      httpAgent.destroy();
      // The SDK throws at who closes twice.
      if (!isOpen) return;
      isOpen = false;
      await deleteApp(app);
    },
  };
}
