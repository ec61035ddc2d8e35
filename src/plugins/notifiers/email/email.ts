import { rootCertificates } from 'node:tls';
import type { SMTPTransportOptions } from 'nodemailer';
import { defineNotifier, type SendOutcome, untilAborted } from '../../kit/index.js';
import { mailOf } from './mail.js';
import { outcomeOfFailure } from './outcome.js';
import { portOf, Settings, Target } from './settings.js';

/** Nobody waits longer; the house's own deadline is shorter. */
const PATIENCE_MS = 5000;

export const email = defineNotifier({
  id: 'email',
  name: 'E-mail (SMTP)',
  address: 'person',
  settings: Settings,
  target: Target,
  messages: ['text', 'verification', 'inform', 'test'] as const,

  async open(settings, { ca, now }) {
    // Loaded only where it is configured: an installation without it shall not carry it.
    const { createTransport } = await import('nodemailer');
    const transport = createTransport(transportOf(settings, ca));

    return {
      send: ({ id, target, message, signal }) =>
        untilAborted(async (): Promise<SendOutcome> => {
          try {
            const mail = mailOf({ id, target, message, writtenAt: now() }, settings);
            const { messageId } = await transport.sendMail({ ...mail, signal });
            return { outcome: 'accepted', externalId: messageId };
          } catch (error) {
            return outcomeOfFailure(error);
          }
        }, signal),

      async check() {
        try {
          await transport.verify();
          return { ok: true };
        } catch (error) {
          const outcome = outcomeOfFailure(error);
          return {
            ok: false,
            reason: 'reason' in outcome ? outcome.reason : 'the mail server does not answer',
          };
        }
      },

      close: () => Promise.resolve(transport.close()),
    };
  },
});

function transportOf(settings: Settings, ca: string | undefined): SMTPTransportOptions {
  const { host, security, user, password } = settings;
  return {
    host,
    port: portOf(settings),
    secure: security === 'tls',
    // Insisted on: who could take the offer out of the conversation would read the password.
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    // A server that asks for no password is not the one that was configured.
    ...(password && { auth: { user, pass: password.reveal() }, forceAuth: true }),
    ...(ca !== undefined && { tls: { ca: [...rootCertificates, ca] } }),
    connectionTimeout: PATIENCE_MS,
    dnsTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
    socketCloseTimeout: 0,
    // Its log holds addresses and texts.
    logger: false,
  };
}
