import { ADMIN } from './admin';
import { BOARD } from './board';
import { ENGINE } from './engine';
import { RECORDS } from './records';
import { SHELL } from './shell';

export const EN = { ...SHELL, ...BOARD, ...RECORDS, ...ADMIN, ...ENGINE } as const;
