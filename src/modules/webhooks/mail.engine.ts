import { readFileSync } from 'node:fs';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { SMTPServer, SMTPServerDataStream, SMTPServerSession } from 'smtp-server';
import type { Delivery } from '../../plugins/kit/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Config } from '../../platform/config/config.js';
import { newId } from '../../platform/database/new-id.js';
import { Networks } from '../../platform/outside/networks.js';
import { BodyRoom } from './body-room.js';
import { IntakeService } from './intake.service.js';
import { KeyHolder } from './key-holder.service.js';
import {
  LATER,
  type MailReply,
  NOBODY,
  NOT_HERE,
  NOT_YOU,
  replyOf,
  replyToAll,
  TAKEN,
} from './mail-reply.rules.js';
import { LARGEST_BODY, largestBodyOf, readBody, type RequestBody } from './request-body.js';
import { type FoundRoute, SourceRoutes } from './source-routes.service.js';

const MOST_AT_ONCE = 50;
const MOST_RECIPIENTS = 20;
const SILENT_MS = 60_000;
const CLOSE_MS = 5_000;

/** Somebody whom mail is for: the method of its route is SMTP, and its path the address. */
interface Recipient extends FoundRoute {
  readonly path: string;
}

/**
 * The door of mail, where one is opened: SMTP or LMTP, from the site's own mail server. It sends nothing to anybody. What
 * comes in goes the way of all deliveries, and is taken when it is stored.
 */
@Injectable()
export class MailEngine implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger(MailEngine.name);
  private readonly allowed: Networks | undefined;
  private server: SMTPServer | undefined;

  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly intake: IntakeService,
    private readonly holder: KeyHolder,
    private readonly routes: SourceRoutes,
    private readonly room: BodyRoom,
  ) {
    const { allowedNetworks } = config.settings.mail;
    this.allowed = allowedNetworks.length > 0 ? new Networks(allowedNetworks) : undefined;
  }

  /** Resolves when it listens. */
  async onApplicationBootstrap(): Promise<void> {
    const { protocol, host, port, domain } = this.config.settings.mail;
    if (protocol === 'none') return;
    const { cert, key } = this.config.settings.tls;
    const tls = cert ? { cert: readFileSync(cert), key: readFileSync(key) } : undefined;
    // Loaded only where mail is taken.
    const { SMTPServer } = await import('smtp-server');
    const server = new SMTPServer({
      ...tls,
      lmtp: protocol === 'lmtp',
      name: domain || 'barry',
      banner: 'Barry',
      disabledCommands: ['AUTH', ...(tls ? [] : ['STARTTLS'])],
      authOptional: true,
      disableReverseLookup: true,
      // Nothing is refused for its announced size: of what is too large the beginning is kept, and somebody told.
      hideSize: true,
      maxClients: MOST_AT_ONCE,
      maxRecipients: MOST_RECIPIENTS,
      socketTimeout: SILENT_MS,
      closeTimeout: CLOSE_MS,
      logger: false,
      onConnect: ({ remoteAddress }, answer) =>
        answer(this.allowed?.includes(remoteAddress) === false ? refusal(NOT_YOU) : null),
      onRcptTo: ({ address }, _session, answer) =>
        void this.refusalOf(address).then((reply) => answer(reply && refusal(reply))),
      onData: (stream, session, answer) =>
        void this.replies(stream, session).then((replies) => {
          if (protocol === 'lmtp') return answer(null, replies.map(resultOf));
          const reply = replyToAll(replies);
          return reply.code < 400 ? answer(null, reply.text) : answer(refusal(reply));
        }),
    });
    this.server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, () => resolve());
    });
    server.on('error', (error: Error) => this.log.warn({ err: error }, 'a mail server was not heard out'));
    this.log.log(`mail is taken by ${protocol} on ${host}:${port}`);
  }

  async onApplicationShutdown(): Promise<void> {
    const { server } = this;
    if (server) await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  /** Asked for each recipient before the message: a mail server can then tell its sender at once. */
  private async refusalOf(address: string): Promise<MailReply | undefined> {
    const { domain } = this.config.settings.mail;
    if (domain !== '' && domainOf(address) !== domain.toLowerCase()) return NOT_HERE;
    const recipient = this.recipientOf(address);
    if (!recipient) return NOBODY;
    const known = await this.holder.of({
      ...recipient,
      address: '',
      delivery: { ...this.blank(recipient), rawBody: new Uint8Array() },
    });
    if (known === 'away') return LATER;
    return typeof known === 'object' ? undefined : NOBODY;
  }

  /** One reply for each recipient. */
  private async replies(
    stream: SMTPServerDataStream,
    session: SMTPServerSession,
  ): Promise<readonly MailReply[]> {
    const recipients = session.envelope.rcptTo.map(({ address }) => this.recipientOf(address));
    const largest = Math.max(LARGEST_BODY, ...recipients.map((one) => (one ? largestBodyOf(one.route) : 0)));
    let body: RequestBody | undefined;
    try {
      body = await readBody(stream, { largest, room: this.room });
      if (stream.destroyed && !stream.readableEnded) this.hangUp(session);
      const { isCrowded } = body;
      if (isCrowded) return recipients.map(() => LATER);
      const replies: MailReply[] = [];
      for (const recipient of recipients)
        replies.push(recipient ? await this.take(recipient, body, session) : NOBODY);
      return replies;
    } catch (error) {
      this.log.error({ err: error }, 'a mail was not taken');
      return recipients.map(() => LATER);
    } finally {
      this.room.give(body?.taken ?? 0);
    }
  }

  private async take(
    recipient: Recipient,
    body: RequestBody,
    session: SMTPServerSession,
  ): Promise<MailReply> {
    const { source, route } = recipient;
    const from = session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address;
    const delivery: Delivery = {
      ...this.blank(recipient),
      headers: { 'content-type': 'message/rfc822', 'x-envelope-from': from },
      rawBody: body.bytes,
    };
    const answer = await this.intake.take({
      deliveryId: newId(),
      source,
      route,
      delivery,
      address: session.remoteAddress,
      isTooLarge: body.isTooLarge,
      bodyBytes: body.length,
    });
    return replyOf(answer);
  }

  private recipientOf(address: string): Recipient | undefined {
    const path = `/${encodeURIComponent(lowered(address)).replaceAll('%40', '@').replaceAll('%2B', '+')}`;
    const found = this.routes.find('SMTP', path);
    return found && { ...found, path };
  }

  private blank({ path, params }: Recipient): Omit<Delivery, 'rawBody'> {
    return {
      method: 'SMTP',
      path,
      url: `mailto:${path.slice(1)}`,
      params,
      query: {},
      headers: {},
      body: undefined,
      receivedAt: this.clock.now(),
    };
  }

  /** Who does not stop is not heard out. */
  private hangUp({ id }: SMTPServerSession): void {
    for (const connection of this.server?.connections ?? []) if (connection.id === id) connection.close();
  }
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();

/** Keys are written small; what is behind a plus sign is its sender's. */
function lowered(address: string): string {
  const [, name = '', rest = ''] = /^([^+@]*)(.*)$/s.exec(address) ?? [];
  return `${name.toLowerCase()}${rest}`;
}

const refusal = ({ code, text }: MailReply): Error => Object.assign(new Error(text), { responseCode: code });
const resultOf = (reply: MailReply): string | Error => (reply.code < 400 ? TAKEN.text : refusal(reply));
