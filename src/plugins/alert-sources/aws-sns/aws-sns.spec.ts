import { createSign, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { VerifyHost } from '../../kit/index.js';
import { alertSourceContract } from '../../kit/testing/alert-source-contract.js';
import { deliveryOf } from '../../kit/testing/delivery.js';
import { severityByName } from './alarm.js';
import { awsSns } from './aws-sns.js';
import { HOSTS } from './envelope.js';

alertSourceContract(awsSns, import.meta.dirname, {
  provedElsewhere: 'what Amazon signed is held against its certificate, which is fetched: see below',
});

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const PEM = publicKey.export({ type: 'spki', format: 'pem' }).toString();
/** Refuses as the house does, by the name of the host. */
const host: VerifyHost = {
  certificate: (url, hosts) =>
    hosts.test(new URL(url).host) ? Promise.resolve(PEM) : Promise.reject(new Error('refused')),
};
const CERTIFICATE = 'https://sns.ap-northeast-1.amazonaws.com/SimpleNotificationService-x.pem';
const common = {
  Message: '障害です\n2 行目',
  MessageId: 'm-1',
  Timestamp: '2026-03-01T10:00:00.000Z',
  TopicArn: 'arn:aws:sns:ap-northeast-1:1:t',
};
const notification = { ...common, Type: 'Notification', Subject: 'ALARM: "x"' };
const asking = {
  ...common,
  Type: 'SubscriptionConfirmation',
  Token: 'abc',
  SubscribeURL: 'https://sns.ap-northeast-1.amazonaws.com/?Action=ConfirmSubscription&Token=abc',
};

/** As AWS documents it: the fields in the order of their names, each followed by its value. */
function signed(message: Readonly<Record<string, string>>, version: '1' | '2') {
  const text = Object.keys(message)
    .sort()
    .map((name) => `${name}\n${message[name]}\n`)
    .join('');
  const Signature = createSign(version === '2' ? 'RSA-SHA256' : 'RSA-SHA1')
    .update(text)
    .sign(privateKey, 'base64');
  return { ...message, SignatureVersion: version, Signature, SigningCertURL: CERTIFICATE };
}
const check = (body: object, options: object = {}, headers: Record<string, string> = {}) =>
  awsSns.verify?.(
    deliveryOf(awsSns, { body, headers: { 'content-type': 'text/plain; charset=UTF-8', ...headers } })
      .delivery,
    awsSns.options.parse(options),
    host,
  );

describe('the signature of SNS', () => {
  const { Subject: _, ...without } = notification;
  it.each([
    ['version 1, SHA1', signed(notification, '1'), true],
    ['version 2, SHA256', signed(notification, '2'), true],
    ['without a subject', signed(without, '2'), true],
    ['a request to confirm', signed(asking, '1'), true],
    ['another text', { ...signed(notification, '2'), Message: 'all is well' }, false],
    ['a subject that was put in', { ...signed(without, '2'), Subject: 'x' }, false],
    ['another address to visit', { ...signed(asking, '2'), SubscribeURL: 'https://evil.example/' }, false],
    ['one version in the place of the other', { ...signed(notification, '1'), SignatureVersion: '2' }, false],
    ['a version that there is not', { ...signed(notification, '2'), SignatureVersion: '3' }, false],
    ['no signature', { ...signed(notification, '2'), Signature: '' }, false],
    [
      'a certificate of another host',
      {
        ...signed(notification, '2'),
        SigningCertURL: 'https://sns.ap-northeast-1.amazonaws.com.evil.example/x.pem',
      },
      false,
    ],
  ])('%s', async (_name, body, isGenuine) => expect(await check(body)).toBe(isGenuine));

  it('may be switched off for messages, and never for what asks to be visited', async () => {
    const off = { requireSignature: false };
    expect(await check({ ...notification, Signature: 'EXAMPLE' }, off)).toBe(true);
    expect(await check({ ...signed(asking, '2'), Signature: 'EXAMPLE' }, off)).toBe(false);
    expect(await check(signed(asking, '2'), off)).toBe(true);
  });

  it('cannot be had with raw delivery, which therefore needs it off', async () => {
    const raw = { 'x-amz-sns-message-type': 'Notification', 'x-amz-sns-rawdelivery': 'true' };
    expect(await check({ AlarmName: 'x' }, {}, raw)).toBe(false);
    expect(await check({ AlarmName: 'x' }, { requireSignature: false }, raw)).toBe(true);
  });
});

describe('the hosts of AWS', () => {
  it.each([
    'sns.us-east-1.amazonaws.com',
    'sns.us-gov-west-1.amazonaws.com',
    'sns.cn-north-1.amazonaws.com.cn',
  ])('%s is one', (name) => expect(HOSTS.test(name)).toBe(true));
  it.each([
    'sns.us-east-1.amazonaws.com:8443',
    'sns.us-east-1.amazonaws.com.evil.example',
    'evil.sns.us-east-1.amazonaws.com',
    'sqs.us-east-1.amazonaws.com',
    // The bucket "sns", and whoever has it.
    'sns.s3.amazonaws.com',
    'sns.s3-us-west-2.amazonaws.com',
    'sns.s3-ap-northeast-1.amazonaws.com',
  ])('%s is none', (name) => expect(HOSTS.test(name)).toBe(false));
});

describe('a severity by the name of the alarm', () => {
  const options = awsSns.options.parse({
    severityByName: { 'prod-*-disk': 'high', '*': 'info', 'PROD-*': 'critical' },
  });
  it.each([
    ['prod-db-2-disk', 'high'],
    ['prod-disk', 'info'],
    ['staging', 'info'],
  ])('%s is %s', (name, severity) => expect(severityByName(name, options)).toBe(severity));

  it('is found in the order of the list, whatever the case of the letters', () => {
    const own = awsSns.options.parse({ severityByName: { 'PROD-*': 'critical', '*': 'info' } });
    expect(severityByName('prod-db', own)).toBe('critical');
    expect(severityByName('prod', awsSns.options.parse({}))).toBeUndefined();
  });
});
