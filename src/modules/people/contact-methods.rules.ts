import { z } from 'zod';
import { InvalidInput } from '../../platform/errors/invalid-input.js';
import type { ContactKind } from './people.dto.js';

const E164 = /^\+[1-9]\d{6,14}$/;
const Email = z.email();

/** One spelling per target, so that the same number is not rung twice under two of them. */
export function normalisedTarget(kind: z.output<typeof ContactKind>, target: string): string {
  const given = target.trim();
  switch (kind) {
    case 'phone':
      return phoneNumber(given);
    case 'email':
      if (!Email.safeParse(given).success) throw refused('is no e-mail address');
      return given.toLowerCase();
    case 'chat':
      return given;
  }
}

/** Without its country nobody can tell what a number means, so none is guessed. */
function phoneNumber(given: string): string {
  const number = given.replace(/[\s().\-\u2010-\u2015]/g, '').replace(/^00/, '+');
  if (!E164.test(number)) throw refused('write the number with its country, like +44 20 7946 0000');
  return number;
}

const refused = (message: string): InvalidInput =>
  new InvalidInput('The request is not valid', { issues: [{ path: 'target', message }] });
