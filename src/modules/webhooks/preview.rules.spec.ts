import { describe, expect, it } from '@jest/globals';
import { isPreview } from './preview.rules.js';

describe('an address that was only looked at', () => {
  it.each([
    { purpose: 'prefetch' },
    { purpose: 'preview' },
    { 'sec-purpose': 'prefetch;prerender' },
    { 'x-moz': 'prefetch' },
    { 'user-agent': 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)' },
    { 'user-agent': 'facebookexternalhit/1.1;line-poker/1.0' },
    { 'user-agent': 'Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5' },
    { 'user-agent': 'ChatWork LinkPreview v2' },
  ])('%j', (headers) => expect(isPreview(headers)).toBe(true));

  it.each([
    {},
    { 'user-agent': 'curl/8.5.0' },
    { 'user-agent': 'Wget/1.21' },
    { 'user-agent': 'Mozilla/5.0 (Windows NT; Windows NT 10.0; en-US) WindowsPowerShell/5.1.19041' },
    { 'user-agent': 'python-requests/2.32.3' },
    { 'user-agent': 'Amazon/EventBridge/ApiDestinations' },
    { 'user-agent': 'Go-http-client/2.0', 'sec-purpose': 'backup' },
  ])('is not %j: a job speaks', (headers) => expect(isPreview(headers)).toBe(false));
});
