export { directoryGroups } from './directory-groups.operations.js';
export { mountScim } from './scim.door.js';
export { Scim1795790000110 } from './scim.migrations.js';
export { ScimModule } from './scim.module.js';
