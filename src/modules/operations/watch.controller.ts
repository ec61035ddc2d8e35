import { Controller } from '@nestjs/common';
import { Operate } from '../../platform/wire/operation.js';
import type { WatchedList } from './watch.dto.js';
import { watch } from './watch.operations.js';
import { WatchViews } from './watch.views.js';

@Controller()
export class WatchController {
  constructor(private readonly views: WatchViews) {}

  @Operate(watch.ListWatched)
  listWatched(): Promise<WatchedList> {
    return this.views.list();
  }
}
