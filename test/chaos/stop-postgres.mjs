export { stopPostmaster as stopPostgres } from '../../scripts/postgres/processes.mjs';
