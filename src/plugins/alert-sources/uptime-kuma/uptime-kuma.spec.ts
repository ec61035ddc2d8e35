import { alertSourceContract } from '../../kit/testing/alert-source-contract.js';
import { uptimeKuma } from './uptime-kuma.js';

alertSourceContract(uptimeKuma, import.meta.dirname);
