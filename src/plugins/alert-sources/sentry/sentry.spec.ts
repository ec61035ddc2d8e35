import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { alertSourceContract } from '../../kit/testing/alert-source-contract.js';
import { deliveryOf } from '../../kit/testing/delivery.js';
import { sentry } from './sentry.js';

alertSourceContract(sentry, import.meta.dirname);

describe('the signature of an internal integration', () => {
  const host = { certificate: () => Promise.reject(new Error('none')) };
  const check = (options: object, rawBody: string, signature?: string) =>
    sentry.verify?.(
      deliveryOf(sentry, {
        rawBody,
        headers: signature === undefined ? {} : { 'sentry-hook-signature': signature },
      }).delivery,
      sentry.options.parse(options),
      host,
    );
  const signed = (text: string) => createHmac('sha256', 'hush').update(text).digest('hex');

  it('covers the bytes as they were sent, and no others', () => {
    const options = { clientSecret: 'hush' };
    const body = '{"action": "triggered", "title":"障害"}';
    expect(check(options, body, signed(body))).toBe(true);
    expect(check(options, body, signed(body.replace(' ', '')))).toBe(false);
    expect(check(options, body, signed(body).slice(2))).toBe(false);
    expect(check(options, body, 'no hex at all')).toBe(false);
    expect(check(options, body)).toBe(false);
  });

  it('is not asked for without a client secret: the old plugin signs nothing', () => {
    expect(check({}, '{}')).toBe(true);
  });
});
