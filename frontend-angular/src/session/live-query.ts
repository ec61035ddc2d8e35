import { DestroyRef, effect, inject, type Signal, signal, untracked } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { Live, type LiveEvent } from './live';
import { type Problem, toProblem } from './problem';

export interface LiveQuery<T> {
  /** The last good answer; stays while a newer one is fetched. */
  readonly value: Signal<T | undefined>;
  readonly problem: Signal<Problem | undefined>;
  readonly loading: Signal<boolean>;
  refresh(): void;
  /** The same at once, for who must not show what was before. */
  again(): Promise<void>;
}

const GATHER_MS = 120;

/** Fetches when its parameters change, and again, gathered, when an event says it may be stale. */
export function liveQuery<P, T>(options: {
  readonly params: () => P | undefined;
  readonly load: (params: P) => Promise<T>;
  readonly when?: (event: LiveEvent, params: P) => boolean;
}): LiveQuery<T> {
  const live = inject(Live);
  const destroy = inject(DestroyRef);
  const value = signal<T | undefined>(undefined);
  const problem = signal<Problem | undefined>(undefined);
  const loading = signal(true);
  let serial = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let key: string | undefined;

  const run = async (): Promise<void> => {
    const params = untracked(options.params);
    if (params === undefined) return;
    const mine = ++serial;
    loading.set(true);
    try {
      const answer = await options.load(params);
      if (mine !== serial) return;
      value.set(answer);
      problem.set(undefined);
    } catch (error) {
      if (mine === serial) problem.set(toProblem(error));
    } finally {
      if (mine === serial) loading.set(false);
    }
  };
  const soon = (): void => {
    if (timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      void run();
    }, GATHER_MS);
  };

  effect(() => {
    const params = options.params();
    const next = JSON.stringify(params);
    if (next === key || params === undefined) return;
    key = next;
    untracked(() => void run());
  });
  live.events.pipe(takeUntilDestroyed(destroy)).subscribe((event) => {
    const params = untracked(options.params);
    if (params !== undefined && options.when?.(event, params) === true) soon();
  });
  live.gap.pipe(takeUntilDestroyed(destroy)).subscribe(soon);
  destroy.onDestroy(() => {
    serial++;
    clearTimeout(timer);
  });

  return {
    value: value.asReadonly(),
    problem: problem.asReadonly(),
    loading: loading.asReadonly(),
    refresh: soon,
    again: run,
  };
}
