import type { PersonPlan } from './phones.js';

/**
 * One call told in ticks of 10 ms: what is sent when, and how it ends. Written from the table, without a look at the kernel.
 * Only lines of the trace that concern channels are compared.
 */
export function tickThrough(
  plan: PersonPlan,
  ringSeconds: number,
  decisionSeconds: number,
): readonly string[] {
  const lines: string[] = [];
  const devices = plan.devices.map((device) => ({
    device,
    askedAt: -1,
    dropped: Infinity,
    sentAt: -1,
    rang: false,
    answered: false,
    mute: false,
    bad: '',
  }));
  const phone = { askedAt: -1, rangAt: -1, pickedUp: false, until: 0, over: false };
  const dials: number[] = [];
  let pushUntil = ringSeconds * 1000 + 3000;
  let sentAt = -1;
  let anew = false;
  let readAt = -1;
  let checkedFive = false;
  let checkedEight = false;
  let t = 0;
  const say = (what: string): void => void lines.push(`${(t / 1000).toFixed(1)} A ${what}`);
  const onPhone = (): boolean => phone.askedAt >= 0 && !phone.over;
  const canRing = (d: (typeof devices)[number]): boolean =>
    d.askedAt >= 0 && (d.rang || d.answered || (!d.bad && !d.mute));
  const ask = (variant: string): void =>
    devices.forEach((d) => {
      if (d.device.variant === variant && d.askedAt < 0) Object.assign(d, { askedAt: t, dropped: pushUntil });
    });
  const dial = (): void => {
    checkedEight = true;
    if (!plan.phone || phone.askedAt >= 0) return;
    Object.assign(phone, { askedAt: t, until: t + 35_000 });
    dials.push(t);
    say('phone');
  };
  const reason = (): string => {
    if (devices.some((d) => d.sentAt >= 0 || d.rang || d.answered) || phone.rangAt >= 0) return 'rang-out';
    return devices.every((d) => d.bad === 'gone') && !plan.phone ? 'unreachable' : 'unsent';
  };
  /** True when the call is over. */
  const lostSomething = (): boolean => {
    if (readAt >= 0 || devices.some(canRing)) return false;
    ask('emergency');
    checkedFive = true;
    dial();
    if (devices.some((d) => canRing(d) || (d.askedAt >= 0 && d.mute && !d.bad)) || onPhone()) return false;
    say(reason());
    return true;
  };

  ask('normal');
  if (lostSomething()) return lines;
  for (; t < 1_000_000; t += 10) {
    for (const d of devices) {
      const { send, ringingMs, suppressedMs } = d.device;
      if (d.askedAt < 0 || send === 'no-answer') continue;
      const asked = t - d.askedAt;
      if (asked === send.afterMs && d.sentAt < 0 && !d.bad && t < d.dropped) {
        if (send.answer === 'accepted') {
          d.sentAt = t;
          if (sentAt < 0) Object.assign({}, (sentAt = t), (pushUntil = t + ringSeconds * 1000));
        } else {
          d.bad = send.answer;
          if (lostSomething()) return lines;
        }
      }
      if (d.sentAt < 0) continue;
      if (asked === ringingMs) d.rang = true;
      if (asked === suppressedMs) {
        d.mute = true;
        if (lostSomething()) return lines;
      }
    }
    const proved = devices.some((d) => d.answered || (d.device.proof === 'strong' && d.rang));
    if (onPhone() && plan.phone) {
      const { ringingMs, pickUpMs, overMs } = plan.phone;
      const isNow = (afterMs: number | null): boolean => afterMs !== null && dials.includes(t - afterMs);
      if (isNow(ringingMs) && phone.rangAt < 0) Object.assign(phone, { rangAt: t, until: t + 25_000 });
      if (isNow(pickUpMs) && !phone.pickedUp) {
        const until = Math.max(phone.until, t + 30_000);
        Object.assign(phone, { rangAt: phone.rangAt < 0 ? t : phone.rangAt, pickedUp: true, until });
      }
      if (isNow(overMs)) {
        Object.assign(phone, { over: true, until: 0 });
        if (lostSomething()) return lines;
      }
    }
    for (const act of plan.acts) {
      if (act.afterMs !== t) continue;
      const d = devices.find((other) => other.device.id === act.by);
      if (act.does === 'accept' || act.does === 'decline') {
        say(act.does === 'accept' ? 'accepted' : 'declined');
        return lines;
      }
      if (readAt >= 0 || (act.does === 'digit' ? !onPhone() : !d)) continue;
      readAt = t;
      say('answered');
    }
    if (readAt >= 0) {
      if (t < readAt + decisionSeconds * 1000) continue;
      say('silent');
      return lines;
    }
    if (t >= 5_000 && !checkedFive && !proved) Object.assign({}, (checkedFive = true), ask('emergency'));
    if (t >= 8_000 && !checkedEight && !proved) dial();
    if (t < Math.max(pushUntil, phone.until)) continue;
    const unheard =
      sentAt < 0 && phone.rangAt < 0 && !devices.some((d) => d.rang) && (onPhone() || devices.some(canRing));
    if (anew || !unheard) {
      say(reason());
      return lines;
    }
    anew = true;
    pushUntil = t + ringSeconds * 1000 + 3000;
    devices.filter(canRing).forEach((d) => Object.assign(d, { askedAt: t, dropped: pushUntil }));
    if (onPhone()) {
      phone.until = t + 35_000;
      dials.push(t);
      say('phone');
    }
  }
  return lines;
}
