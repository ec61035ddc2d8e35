import { Injectable, inject } from '@angular/core';
import { Clock } from '../session/clock';
import { Texts } from '../texts/texts';

/** Times as people say them, in their own zone; near now in distance, else by the clock. */
@Injectable({ providedIn: 'root' })
export class Times {
  private readonly clock = inject(Clock);
  private readonly texts = inject(Texts);

  readonly time = (at: string): string =>
    new Intl.DateTimeFormat(this.locale(), { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(
      Date.parse(at),
    );

  /** "2 min ago", from a day on the date. */
  readonly ago = (at: string): string => {
    const seconds = Math.max(0, Math.round((this.clock.now() - Date.parse(at)) / 1_000));
    if (seconds < 5) return this.texts.t('time.now');
    if (seconds < 60) return this.texts.t('time.secondsAgo', { count: seconds });
    if (seconds < 3_600) return this.texts.t('time.minutesAgo', { count: Math.floor(seconds / 60) });
    if (seconds < 86_400) return this.texts.t('time.hoursAgo', { count: Math.floor(seconds / 3_600) });
    return this.day(at);
  };

  /** "tomorrow 9:00", "Thu 26 Nov 9:00". */
  readonly day = (at: string): string => {
    const time = this.time(at);
    switch (daysBetween(this.clock.now(), Date.parse(at))) {
      case 0:
        return this.texts.t('time.today', { time });
      case 1:
        return this.texts.t('time.tomorrow', { time });
      case -1:
        return this.texts.t('time.yesterday', { time });
      default:
        return `${new Intl.DateTimeFormat(this.locale(), { weekday: 'short', day: 'numeric', month: 'short' }).format(Date.parse(at))} ${time}`;
    }
  };

  readonly duration = (ms: number): string => {
    const seconds = Math.max(0, Math.round(ms / 1_000));
    if (seconds < 60) return this.texts.t('time.seconds', { seconds });
    const minutes = Math.floor(seconds / 60);
    if (minutes < 60) return this.texts.t('time.minutes', { minutes });
    const hours = Math.floor(minutes / 60);
    if (hours < 48) return this.texts.t('time.hours', { hours, minutes: minutes % 60 });
    return this.texts.t('time.days', { days: Math.floor(hours / 24), hours: hours % 24 });
  };

  readonly since = (at: string): string => this.duration(this.clock.now() - Date.parse(at));

  /** "1:24" */
  readonly countdown = (until: string | undefined): string => {
    const seconds = this.secondsTo(until);
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  };

  readonly secondsTo = (until: string | undefined): number =>
    until === undefined ? 0 : Math.max(0, Math.ceil((Date.parse(until) - this.clock.now()) / 1_000));

  private locale(): string {
    return this.texts.language() === 'ja' ? 'ja-JP' : 'en-GB';
  }
}

export function daysBetween(from: number, to: number): number {
  const midnight = (at: number): number => new Date(at).setHours(0, 0, 0, 0);
  return Math.round((midnight(to) - midnight(from)) / 86_400_000);
}
