import type { PolicyStep } from './policies.dto.js';

interface Waiting {
  readonly readyAt: number;
  readonly triesLeft: number;
}

/** How long a step takes when nobody answers: every try rings out, slots are filled again at once. */
export function stepSeconds(people: number, step: PolicyStep): number {
  const slots = step.simultaneous === 0 ? people : step.simultaneous;
  let queue: Waiting[] = Array.from({ length: people }, () => ({ readyAt: 0, triesLeft: step.retries }));
  let calling: { readonly endsAt: number; readonly triesLeft: number }[] = [];
  let now = 0;
  while (queue.length > 0 || calling.length > 0) {
    for (let next = queue.findIndex((w) => w.readyAt <= now); next >= 0 && calling.length < slots;) {
      const [one] = queue.splice(next, 1);
      if (one) calling.push({ endsAt: now + step.ringSeconds, triesLeft: one.triesLeft });
      next = queue.findIndex((w) => w.readyAt <= now);
    }
    const instants = calling.map((call) => call.endsAt);
    if (calling.length < slots) instants.push(...queue.map((w) => w.readyAt));
    now = Math.min(...instants);
    const over = calling.filter((call) => call.endsAt <= now);
    calling = calling.filter((call) => call.endsAt > now);
    queue = [
      ...queue,
      ...over
        .filter((call) => call.triesLeft > 0)
        .map((call) => ({ readyAt: now + step.pauseSeconds, triesLeft: call.triesLeft - 1 })),
    ];
  }
  return now;
}
