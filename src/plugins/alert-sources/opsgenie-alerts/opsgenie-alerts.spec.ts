import { alertSourceContract } from '../../kit/testing/alert-source-contract.js';
import { opsgenieAlerts } from './opsgenie-alerts.js';

alertSourceContract(opsgenieAlerts, import.meta.dirname);
