import { type AddressInfo, createServer, type Socket } from 'node:net';
import { generate } from 'selfsigned';
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';
import type { GatewaySimulator, Mode } from '../../../kit/testing/simulator.js';
import { answerAs, isStranger, type Stranger } from '../../../kit/testing/strangers.js';
import { readMail, type ReceivedMail } from './received-mail.js';

export interface EmailSimulator extends GatewaySimulator {
  /** What arrived and was not answered yet is in `requests` as a word; these are whole. */
  readonly mails: readonly ReceivedMail[];
  /** User names and passwords that anybody offered. */
  readonly offered: readonly string[];
}
export interface EmailSimulatorOptions {
  readonly security?: 'starttls' | 'tls' | 'none';
  /** As if somebody in between had taken the offer out. */
  readonly isStripped?: boolean;
}

const [USER, PASSWORD, WRONG_PASSWORD] = ['barry', 's3cret-password', 'wr0ng-password'];
const SENDER = 'barry@example.jp';
/** What real servers say, by the name of the mailbox. */
const REPLIES: Readonly<Record<string, readonly [status: number, text: string]>> = {
  gone: [550, '5.1.1 <gone@example.jp>: Recipient address rejected: User unknown'],
  moved: [550, '5.2.1 The account that you tried to reach is disabled'],
  policy: [550, '5.7.1 Message rejected due to local policy'],
  bare: [550, 'Requested action not taken'],
  full: [552, '5.2.2 Mailbox full'],
  grey: [450, '4.2.0 Greylisted, see http://postgrey.example/help'],
};

/** A mail server that lets people write in, as Postfix and its like do: signs in, answers by recipient, keeps mails. */
export async function emailSimulator(options: EmailSimulatorOptions = {}): Promise<EmailSimulator> {
  const { security = 'starttls', isStripped = false } = options;
  const certificate = await generate([{ name: 'commonName', value: 'localhost' }], {
    keySize: 2048,
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
  });
  const state = { mode: 'up' as Mode };
  const requests: unknown[] = [];
  const mails: ReceivedMail[] = [];
  const offered: string[] = [];
  const sockets = new Set<Socket>();

  const server = new SMTPServer({
    key: certificate.private,
    cert: certificate.cert,
    secure: security === 'tls',
    disabledCommands: security === 'none' || isStripped ? ['STARTTLS', 'AUTH'] : [],
    authOptional: security === 'none',
    disableReverseLookup: true,
    logger: false,
    onConnect(_, callback) {
      if (state.mode !== 'down') return callback();
      requests.push('turned away');
      callback(refusal(421, '4.3.2 System not accepting network messages'));
    },
    onAuth({ username = '', password }, _, callback) {
      offered.push(`${username}:${password ?? ''}`);
      if (username === USER && password === PASSWORD) return callback(null, { user: username });
      callback(refusal(535, '5.7.8 Error: authentication failed: UGFzc3dvcmQ6'));
    },
    onMailFrom({ address }, _, callback) {
      callback(
        address === SENDER
          ? null
          : refusal(553, `5.7.1 <${address}>: Sender address rejected: not owned by user`),
      );
    },
    onRcptTo({ address }, _, callback) {
      if (state.mode !== 'up') requests.push('unread');
      if (state.mode === 'hang') return;
      if (state.mode === 'throttled')
        return callback(refusal(451, '4.7.1 Too many messages, try again later'));
      const reply = REPLIES[address.split('@')[0] ?? ''];
      callback(reply && refusal(...reply));
    },
    onData(stream, session, callback) {
      void bytesOf(stream).then((bytes) => {
        const { rcptTo, mailFrom } = session.envelope;
        const mail = {
          recipients: rcptTo.map(({ address }) => address),
          sender: mailFrom ? mailFrom.address : '',
          isEncrypted: session.secure,
          ...readMail(bytes),
        };
        if (/EICAR/.test(mail.text)) return callback(refusal(554, '5.7.1 Content rejected'));
        mails.push(mail);
        requests.push(mail);
        callback(null, '2.0.0 Ok: queued as 4F2B1');
      });
    },
  });
  server.on('error', () => undefined);
  const door = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    if (state.mode === 'refused') return void socket.destroy();
    if (isStranger(state.mode)) return greetAs(state.mode, socket);
    server.server.emit('connection', socket);
  });
  await new Promise<void>((listening) => door.listen(0, '127.0.0.1', listening));
  const { port } = door.address() as AddressInfo;

  const place = { host: '127.0.0.1', port, security, from: SENDER };
  const signIn = (password: string) => (security === 'none' ? {} : { user: USER, password });
  return {
    get mode() {
      return state.mode;
    },
    set mode(mode: Mode) {
      state.mode = mode;
    },
    mails,
    offered,
    requests,
    ca: certificate.cert,
    settings: { ...place, ...signIn(PASSWORD) },
    wrongSettings: { ...place, ...signIn(WRONG_PASSWORD) },
    target: { address: 'hana@example.jp' },
    deadTarget: { address: 'gone@example.jp' },
    secrets: [PASSWORD, WRONG_PASSWORD, 'UGFzc3dvcmQ6', 'hana@example.jp'],
    close: () =>
      new Promise<void>((closed) => {
        for (const socket of sockets) socket.destroy();
        server.close();
        door.close(() => closed());
      }),
  };
}

/** A web server where a mail server should be: it does not wait to be greeted. */
function greetAs(stranger: Stranger, socket: Socket): void {
  if (stranger === 'drip') return void socket.write('22');
  if (stranger === 'empty') return void socket.end();
  answerAs(stranger, {
    head: (status) => void socket.write(`HTTP/1.1 ${status} Said\r\nContent-Type: text/html\r\n\r\n`),
    body: socket,
    socket,
  });
}

const refusal = (responseCode: number, text: string): Error =>
  Object.assign(new Error(text), { responseCode });

async function bytesOf(stream: SMTPServerDataStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
