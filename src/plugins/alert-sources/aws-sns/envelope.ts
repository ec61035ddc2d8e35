import { createVerify } from 'node:crypto';
import { z } from 'zod';
import type { Delivery, VerifyHost } from '../../kit/index.js';

/**
 * A region of AWS stands between. Anything else there could be somebody's bucket: `sns.s3-us-west-2.amazonaws.com` is
 * the bucket "sns".
 */
export const HOSTS = /^sns\.[a-z]{2}(-[a-z]+)+-\d{1,2}\.amazonaws\.com(\.cn)?$/;

const Base = z.object({
  MessageId: z.string().min(1),
  TopicArn: z.string().min(1),
  Message: z.string(),
  Timestamp: z.string(),
  Subject: z.string().optional().catch(undefined),
});
const Asking = { Token: z.string(), SubscribeURL: z.string() };
/** What SNS puts around a message. */
export const Envelope = z.discriminatedUnion('Type', [
  Base.extend({ Type: z.literal('Notification') }),
  Base.extend({ Type: z.literal('SubscriptionConfirmation'), ...Asking }),
  Base.extend({ Type: z.literal('UnsubscribeConfirmation'), ...Asking }),
]);
export type Envelope = z.output<typeof Envelope>;

const Proof = z.object({
  SignatureVersion: z.enum(['1', '2']),
  Signature: z.string().min(1),
  SigningCertURL: z.string(),
});

/** The fields that a signature covers, in its order; one that was not sent is not in it. */
const SIGNED = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: [
    'Message',
    'MessageId',
    'SubscribeURL',
    'Timestamp',
    'Token',
    'TopicArn',
    'Type',
  ],
  UnsubscribeConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
} as const;

/** Did AWS write this? Never throws; the house tells a certificate that cannot be had from one that must not be. */
export async function isSigned(body: unknown, host: VerifyHost): Promise<boolean> {
  const envelope = Envelope.safeParse(body);
  const proof = Proof.safeParse(body);
  if (!envelope.success || !proof.success) return false;
  const { SignatureVersion, Signature, SigningCertURL } = proof.data;
  const fields: Readonly<Record<string, string | undefined>> = envelope.data;
  const text = SIGNED[envelope.data.Type]
    .flatMap((name) => (fields[name] === undefined ? [] : [`${name}\n${fields[name]}\n`]))
    .join('');
  try {
    const certificate = await host.certificate(SigningCertURL, HOSTS);
    return createVerify(SignatureVersion === '2' ? 'RSA-SHA256' : 'RSA-SHA1')
      .update(text)
      .verify(certificate, Signature, 'base64');
  } catch {
    return false;
  }
}

/** A message, with or without its envelope. */
export interface Sent {
  readonly messageId: string | undefined;
  readonly topic: string;
  readonly subject: string | undefined;
  readonly text: string;
  readonly at: string | undefined;
}

/** Raw delivery: the message itself is the body, and the rest stands in the headers. */
export const rawIn = ({ headers, rawBody }: Delivery): Sent => ({
  messageId: headers['x-amz-sns-message-id'],
  topic: headers['x-amz-sns-topic-arn'] ?? '',
  subject: undefined,
  text: new TextDecoder().decode(rawBody),
  at: undefined,
});
