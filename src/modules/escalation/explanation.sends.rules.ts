import type { CallStory, Sending } from './explanation.stories.js';
import { fact, type Fact } from './fact.rules.js';
import type { Instant } from './policy.js';

/** By which ways a call went, with which trust, and what was said to it. */
export function callWays(call: CallStory, sendings: readonly Sending[], keptSince: Instant): readonly Fact[] {
  const asked = call.call.devices.filter((device) => device.asked).length + (wasDialled(call) ? 1 : 0);
  return [
    ...call.call.devices.flatMap(({ id: device, distrust }) =>
      distrust ? [fact(`distrust-${distrust}`, { device })] : [],
    ),
    // The outbox forgets after a month; what it does not hold is not guessed.
    ...(asked > 0 && sendings.length === 0 && call.startedAt < keptSince ? [fact('sends-forgotten')] : []),
    ...sendings.map(sent),
    ...(call.declineReason
      ? [fact('declined-because', { person: call.userId, reason: call.declineReason })]
      : []),
  ];
}

const wasDialled = ({ call: { phone } }: CallStory): boolean =>
  phone.state !== 'absent' && phone.state !== 'idle';

function sent({ kind, state, deviceId: device, notifier, outcome, at }: Sending): Fact {
  if (state === 'waiting') return fact('send-waits', { notifier });
  if (state === 'dropped') return fact('send-dropped', { notifier });
  if (state === 'failed') return fact('send-failed', { notifier, text: outcome ?? '' });
  return kind === 'phone'
    ? fact('sent-to-phone', { notifier, at })
    : fact('sent-to-device', { device: device ?? '', notifier, at });
}
