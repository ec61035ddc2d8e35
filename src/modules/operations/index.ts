export { CanaryEngine } from './canary.engine.js';
export { HeartbeatSender } from './heartbeat-sender.js';
export { mountHeartbeats } from './heartbeats.door.js';
export { Watch1795700000100 } from './operations.migrations.js';
export { OperationsModule } from './operations.module.js';
export { secrets } from './secrets.operations.js';
export { watch } from './watch.operations.js';
