export * from './people.dto.js';
export { people } from './people.operations.js';
