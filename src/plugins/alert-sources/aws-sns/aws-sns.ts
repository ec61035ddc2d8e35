import {
  defineAlertSource,
  type Delivery,
  ignored,
  isRecord,
  type Reading,
  unreadable,
} from '../../kit/index.js';
import { Alarm } from './alarm.js';
import { Envelope, HOSTS, isSigned, rawIn, type Sent } from './envelope.js';
import { signalOf } from './message.js';
import { SnsOptions } from './options.js';
import { SAMPLE } from './sample.js';
import { setup } from './setup.js';

export const awsSns = defineAlertSource<SnsOptions>({
  id: 'aws-sns',
  name: 'AWS SNS and CloudWatch',
  options: SnsOptions,
  sample: SAMPLE,
  // It does, three times in a minute: what lies in the spool outlasts a longer night.
  retries: false,
  verify({ body }, { requireSignature }, host) {
    // What we are asked to visit is looked at in any case.
    const isAsking = isRecord(body) && body['Type'] === 'SubscriptionConfirmation';
    return requireSignature || isAsking ? isSigned(body, host) : true;
  },
  read(delivery, options) {
    const parsed = Envelope.safeParse(delivery.body);
    if (!parsed.success) {
      return isRaw(delivery) ? readSent(rawIn(delivery), options) : unreadable('this is no message of SNS');
    }
    const envelope = parsed.data;
    switch (envelope.Type) {
      case 'SubscriptionConfirmation':
        return {
          outcome: 'handshake',
          about: envelope.TopicArn,
          visit: { url: envelope.SubscribeURL, hosts: HOSTS },
        };
      case 'UnsubscribeConfirmation':
        return ignored('this address was unsubscribed from its topic: no more alarms come from there');
      case 'Notification':
        return readSent(
          {
            messageId: envelope.MessageId,
            topic: envelope.TopicArn,
            subject: envelope.Subject?.trim() || undefined,
            text: envelope.Message,
            at: envelope.Timestamp,
          },
          options,
        );
    }
  },
  setup,
});

function readSent(sent: Sent, options: SnsOptions): Reading {
  if (sent.text.trim() === '') return ignored('the message is empty');
  // The same id, however often SNS repeats it.
  return { outcome: 'signals', signals: [{ ...signalOf(sent, options), deliveryId: sent.messageId }] };
}

/** Raw delivery says so in a header; without any, only what AWS itself writes is taken for a message. */
const isRaw = ({ headers, body }: Delivery): boolean =>
  headers['x-amz-sns-rawdelivery'] === 'true' ||
  (isRecord(body) && (Alarm.safeParse(body).success || typeof body['detail-type'] === 'string'));
