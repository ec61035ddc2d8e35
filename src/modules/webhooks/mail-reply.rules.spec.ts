import { describe, expect, it } from '@jest/globals';
import { LATER, NOBODY, replyOf, replyToAll, TAKEN } from './mail-reply.rules.js';

describe('what a mail server is told', () => {
  it.each([
    [200, 250],
    [202, 250],
    [400, 550],
    [401, 550],
    [404, 550],
    [413, 552],
    [429, 451],
    [500, 451],
    [503, 451],
  ])('%d is %d', (status, code) => expect(replyOf({ status }).code).toBe(code));

  it('is one word for all recipients: again, while one of them has to be tried again', () => {
    expect(replyToAll([TAKEN, LATER, NOBODY])).toBe(LATER);
    expect(replyToAll([NOBODY, TAKEN])).toBe(TAKEN);
    expect(replyToAll([NOBODY, NOBODY])).toBe(NOBODY);
    expect(replyToAll([])).toBe(NOBODY);
  });
});
