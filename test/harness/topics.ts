import { createSign } from 'node:crypto';
import { generate } from 'selfsigned';
import { FarAway, KnownNames } from './far-away.js';

export const SNS = 'sns.ap-northeast-1.amazonaws.com';

/** AWS, as far as topics go: signs what it sends, hands out its certificate, and hears who confirms. */
export class Topics {
  /** Tokens that were visited. */
  readonly confirmed: string[] = [];
  /** What a visit is answered. */
  answers = 200;
  private sent = 0;
  private year = 0;

  private constructor(
    readonly far: FarAway,
    readonly names: KnownNames,
    private readonly key: string,
  ) {}

  static async start(): Promise<Topics> {
    const far = await FarAway.start(SNS);
    const signer = await generate([{ name: 'commonName', value: SNS }], { algorithm: 'sha256' });
    const topics = new Topics(far, new KnownNames(), signer.private);
    topics.appear();
    far.answer = (request, response) => {
      const url = new URL(request.url ?? '/', `https://${SNS}`);
      if (url.pathname === topics.certificate) return response.end(signer.cert);
      const token = url.searchParams.get('Token');
      if (token !== null && topics.answers === 200) topics.confirmed.push(token);
      return response.writeHead(token === null ? 404 : topics.answers).end();
    };
    return topics;
  }

  appear(): void {
    this.names.known.set(SNS, this.far.places);
  }

  /** The certificate lies elsewhere from now on: nobody has it yet. */
  renew(): void {
    this.year += 1;
  }

  private get certificate(): string {
    return `/SimpleNotificationService-${this.year}.pem`;
  }

  /** Nobody finds it any more. */
  vanish(): void {
    this.names.known.delete(SNS);
  }

  /** How often the certificate was asked for. */
  get looks(): number {
    return this.far.asked.filter((path) => path.endsWith(this.certificate)).length;
  }

  message(more: Readonly<Record<string, string>>): Record<string, string> {
    this.sent += 1;
    return this.signed({
      Type: 'Notification',
      MessageId: `message-${this.sent}`,
      TopicArn: 'arn:aws:sns:ap-northeast-1:123456789012:alarms',
      Message: 'hello',
      Timestamp: '2026-03-01T10:00:00.000Z',
      ...more,
    });
  }

  asking(token: string, more: Readonly<Record<string, string>> = {}): Record<string, string> {
    return this.message({
      Type: 'SubscriptionConfirmation',
      Token: token,
      Message: 'You have chosen to subscribe to the topic.',
      SubscribeURL: `https://${SNS}/?Action=ConfirmSubscription&Token=${token}`,
      ...more,
    });
  }

  /** Each name and its value on lines of their own, in the order of the names. */
  private signed(message: Readonly<Record<string, string>>): Record<string, string> {
    const lines = Object.keys(message)
      .sort()
      .map((name) => `${name}\n${message[name]}\n`);
    return {
      ...message,
      SignatureVersion: '2',
      Signature: createSign('RSA-SHA256').update(lines.join('')).sign(this.key, 'base64'),
      SigningCertURL: `https://${SNS}${this.certificate}`,
    };
  }
}
