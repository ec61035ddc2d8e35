import { DestroyRef, type Signal, inject, signal } from '@angular/core';
import { kept } from '../session/kept';
import { Live, type News } from '../session/live';
import { type Problem, problemOf } from '../session/problem';

export interface Query<T> {
  readonly value: Signal<T | undefined>;
  readonly problem: Signal<Problem | undefined>;
  reload(): Promise<void>;
  set(value: T): void;
}

export interface QueryOptions {
  /** Which news make it stale; without it, none. */
  readonly on?: (news: News) => boolean;
  /** Kept under this name, so that the first paint needs no network. */
  readonly keep?: string;
}

const CALM_MS = 250;

/** What a screen shows: painted from what was kept, read now, and read again when news say it changed. */
export function query<T>(read: () => Promise<T>, { on, keep }: QueryOptions = {}): Query<T> {
  const live = inject(Live);
  const store = keep === undefined ? undefined : kept<T>(`barry.cache.${keep}`);
  const value = signal<T | undefined>(store?.get());
  const problem = signal<Problem | undefined>(undefined);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let latest = 0;

  const reload = async (): Promise<void> => {
    const mine = ++latest;
    try {
      const fresh = await read();
      if (mine !== latest) return;
      value.set(fresh);
      problem.set(undefined);
      store?.set(fresh);
    } catch (error) {
      if (mine === latest) problem.set(problemOf(error));
    }
  };
  // Many news of one happening are one reading.
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void reload(), CALM_MS);
  };
  const news = live.news.subscribe((item) => on?.(item) && soon());
  const gaps = live.gap.subscribe(soon);
  inject(DestroyRef).onDestroy(() => {
    clearTimeout(timer);
    news.unsubscribe();
    gaps.unsubscribe();
  });
  void reload();
  return {
    value,
    problem,
    reload,
    set: (next) => {
      latest++;
      value.set(next);
    },
  };
}
