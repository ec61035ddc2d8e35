import type { Translation } from '../text-types';
import { ACCOUNTS } from './accounts';
import { ADMIN } from './admin';
import { BOARD } from './board';
import { ENGINE } from './engine';
import { MAINTENANCE } from './maintenance';
import { OPTIONS } from './options';
import { REACH } from './reach';
import { RECORDS } from './records';
import { REFUSALS } from './refusals';
import { ROUTING } from './routing';
import { SHELL } from './shell';
import { SIGN_IN } from './sign-in';
import { SINGLE_SIGN_ON } from './single-sign-on';
import { SNOOZE } from './snooze';
import { SIGNS } from './signs';
import { SIMULATOR } from './simulator';
import { WORD } from './word';

export const JA: Translation = {
  ...SHELL,
  ...SIMULATOR,
  ...BOARD,
  ...REACH,
  ...RECORDS,
  ...ADMIN,
  ...ACCOUNTS,
  ...ROUTING,
  ...MAINTENANCE,
  ...SIGN_IN,
  ...SINGLE_SIGN_ON,
  ...SNOOZE,
  ...OPTIONS,
  ...REFUSALS,
  ...ENGINE,
  ...SIGNS,
  ...WORD,
};
