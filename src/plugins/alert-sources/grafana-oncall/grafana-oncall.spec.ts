import { alertSourceContract } from '../../kit/testing/alert-source-contract.js';
import { grafanaOncall } from './grafana-oncall.js';

alertSourceContract(grafanaOncall, import.meta.dirname, {
  anyBodyIsAnAlert: 'whatever it is, somebody sent it here on purpose, and OnCall refused no shape',
});
