import { alertSourceContract } from '../../kit/testing/alert-source-contract.js';
import { nagiosIcinga } from './nagios-icinga.js';

alertSourceContract(nagiosIcinga, import.meta.dirname);
