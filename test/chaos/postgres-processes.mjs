export { isAlive, readPostmaster } from '../../scripts/postgres/processes.mjs';
