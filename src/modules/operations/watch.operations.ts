import { operations } from '../../platform/wire/declare.js';
import * as dto from './watch.dto.js';

export const watch = operations('operations', 'WatchService', {
  ListWatched: {
    summary: 'Other installations: those that we watch and how they say they are, and those that watch us',
    http: 'GET /watch',
    allow: 'engine.read',
    input: dto.ListWatchedInput,
    output: dto.WatchedList,
  },
});
