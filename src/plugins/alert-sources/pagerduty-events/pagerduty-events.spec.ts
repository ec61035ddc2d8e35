import { alertSourceContract } from '../../kit/testing/alert-source-contract.js';
import { pagerdutyEvents } from './pagerduty-events.js';

alertSourceContract(pagerdutyEvents, import.meta.dirname);
