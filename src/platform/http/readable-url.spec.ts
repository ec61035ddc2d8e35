import { expect, it } from '@jest/globals';
import { readableUrl } from './readable-url.js';

it.each([
  ['/v2/alerts/a%2Fb/close?x=%', '/v2/alerts/a%2Fb/close?x=%'],
  ['/v2/alerts/50%/close?x=%', '/v2/alerts/50%25/close?x=%'],
  ['/v2/alerts/%e9%2F', '/v2/alerts/%25e9%252F'],
  ['/v2/alerts/%E9%9A%9C 50%', '/v2/alerts/%E9%9A%9C 50%25'],
  ['/', '/'],
])('%s is read as %s', (url, readable) => expect(readableUrl(url)).toBe(readable));
