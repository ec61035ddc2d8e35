export { SearchIndex } from './index.engine.js';
export * from './search.dto.js';
export * from './search.errors.js';
export { Search1795800000120 } from './search.migrations.js';
export { SearchModule } from './search.module.js';
export { search } from './search.operations.js';
