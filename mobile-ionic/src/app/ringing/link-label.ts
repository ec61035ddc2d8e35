import type { PlainKey } from '../texts/text-types';

/** Monitors name their links in many ways; people know four. */
export function linkLabel(kind: string): PlainKey {
  switch (kind) {
    case 'runbook':
      return 'message.linkRunbook';
    case 'source':
    case 'generator':
    case 'alert':
      return 'message.linkSource';
    case 'dashboard':
    case 'panel':
      return 'message.linkDashboard';
    case 'silence':
      return 'message.linkSilence';
    default:
      return 'message.linkOther';
  }
}
