export { ContactMethodsService } from './contact-methods.service.js';
export * from './people.dto.js';
export * from './people.errors.js';
export { people } from './people.operations.js';
export { Passwords } from './passwords.port.js';
export { RingProofs } from './ring-proofs.port.js';
export { People1795400000010, ServiceAccounts1795770000010 } from './people.migrations.js';
export { PeopleModule } from './people.module.js';
export { PeopleQueries } from './people.queries.js';
export { ProvidedPeople } from './provided-people.service.js';
export { UsersService } from './users.service.js';
export { containing } from './users.service.js';
export {
  CALLER_COLUMNS,
  callerPartsOf,
  type CallerRow,
  USER_COLUMNS,
  type UserRow,
  userViewOf,
} from './people.rows.js';
