import { type Reading, type Signal } from '../../kit/index.js';
import type { Macros } from './macros.js';

/**
 * Events of network discovery and of autoregistration. What was lost is a problem that ends when it is found again;
 * a host that is new is only news.
 */
export function readDiscovery(macros: Macros): Reading {
  const address = macros['discovery_device_ip'];
  const service = macros['discovery_service_name'];
  const status = macros['discovery_service_status'] ?? macros['discovery_device_status'] ?? '';
  const action = actionOf(address, status);
  const signal: Signal = {
    action,
    dedupKey: action === 'change' ? undefined : ['discovery', address, service].filter(Boolean).join(':'),
    title: macros['alert_subject'] ?? 'A discovery of Zabbix',
    description: macros['alert_message'],
    host: macros['discovery_device_dns'] ?? address ?? macros['host_name'],
    details: macros,
  };
  return {
    outcome: 'signals',
    signals: [signal],
    warnings: action === 'change' ? ['a discovery was recorded; it rings nobody'] : [],
  };
}

function actionOf(address: string | undefined, status: string): Signal['action'] {
  if (address === undefined) return 'change';
  if (/^(DOWN|LOST)$/i.test(status)) return 'trigger';
  return /^UP$/i.test(status) ? 'resolve' : 'change';
}
