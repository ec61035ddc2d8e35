import type { EscalationStanding } from '../alerts/index.js';
import { isFinal, type RunStatus } from './escalation.state.js';

/** As far as "does anybody care for this alert" goes. */
export const standingOf = (status: RunStatus): EscalationStanding['standing'] =>
  status === 'accepted' ? 'taken' : isFinal(status) ? 'ended' : 'live';
