import type { Translation } from '../text-types';
import { ADMIN } from './admin';
import { BOARD } from './board';
import { ENGINE } from './engine';
import { REACH } from './reach';
import { RECORDS } from './records';
import { ROUTING } from './routing';
import { SHELL } from './shell';
import { SIGNS } from './signs';
import { SIMULATOR } from './simulator';

export const JA: Translation = {
  ...SHELL,
  ...SIMULATOR,
  ...BOARD,
  ...REACH,
  ...RECORDS,
  ...ADMIN,
  ...ROUTING,
  ...ENGINE,
  ...SIGNS,
};
