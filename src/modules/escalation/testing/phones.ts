import type { Device } from '../call.state.js';

/** What one address does with a push: when the provider answers, when the device rings. Times from the push. */
export interface DevicePlan extends Device {
  readonly send: { readonly afterMs: number; readonly answer: 'accepted' | 'refused' | 'gone' } | 'no-answer';
  readonly ringingMs: number | null;
  readonly suppressedMs: number | null;
}

/** Times from the moment the provider is asked; null is never. */
export interface PhonePlan {
  readonly ringingMs: number | null;
  readonly pickUpMs: number | null;
  readonly overMs: number | null;
}

/** What the person does, in time from the start of the call; they may well be late. */
export interface Act {
  readonly afterMs: number;
  readonly does: 'answer' | 'accept' | 'decline' | 'digit';
  readonly by: string;
}

export interface PersonPlan {
  readonly devices: readonly DevicePlan[];
  readonly phone: PhonePlan | null;
  readonly acts: readonly Act[];
}

export const goodDevice: DevicePlan = {
  id: 'app',
  variant: 'normal',
  proof: 'strong',
  send: { afterMs: 100, answer: 'accepted' },
  ringingMs: 800,
  suppressedMs: null,
};
export const deadDevice: DevicePlan = { ...goodDevice, ringingMs: null };
export const goodPhone: PhonePlan = { ringingMs: 1600, pickUpMs: null, overMs: null };
/** Rings and is left to ring; the same person with acts is `{ ...sleeper, acts }`. */
export const sleeper: PersonPlan = { devices: [goodDevice], phone: null, acts: [] };
