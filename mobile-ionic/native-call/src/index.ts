import { registerPlugin } from '@capacitor/core';
import type { NativeCallPlugin } from './definitions.js';

export const NativeCall = registerPlugin<NativeCallPlugin>('NativeCall', {
  web: () => import('./web.js').then((module) => new module.NativeCallWeb()),
});

export * from './definitions.js';
