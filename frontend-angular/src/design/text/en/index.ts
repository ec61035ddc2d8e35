import { ADMIN } from './admin';
import { BOARD } from './board';
import { RECORDS } from './records';
import { SHELL } from './shell';

export const EN = { ...SHELL, ...BOARD, ...RECORDS, ...ADMIN } as const;
