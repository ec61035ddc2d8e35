export { EventFeed } from './event-feed.js';
export * from './timeline.dto.js';
export { Timeline1795400000095 } from './timeline.migrations.js';
export { TimelineModule } from './timeline.module.js';
export { timeline } from './timeline.operations.js';
