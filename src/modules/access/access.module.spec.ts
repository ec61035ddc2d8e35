import { expect, it } from '@jest/globals';
import { AccessModule } from './access.module.js';
import { COST, PASSWORD_COST } from './password-hash.js';

it('a password costs a thief what it should, unless a test asks for less', () => {
  expect(AccessModule.with({}).providers).toEqual([{ provide: PASSWORD_COST, useValue: COST }]);
});
