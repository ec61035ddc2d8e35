export { EventFeed } from './event-feed.js';
export * from './timeline.dto.js';
export { ADDRESSED_NOUNS, MODULE_OF_NOUN, nounOf } from './readable-kinds.rules.js';
export { Timeline1795400000095 } from './timeline.migrations.js';
export { TimelineModule } from './timeline.module.js';
export { timeline } from './timeline.operations.js';
