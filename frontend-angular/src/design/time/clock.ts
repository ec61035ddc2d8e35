import { inject, Injectable, type OnDestroy, signal } from '@angular/core';
import { DOCUMENT } from '@angular/common';
import { Texts } from '../text/texts';
import { ago, clockSeconds, clockTime, dayAndTime, duration, fullStamp, shortStamp } from './format';

/** The one clock of the console: a signal that ticks once a second while the page is seen. */
@Injectable({ providedIn: 'root' })
export class Clock implements OnDestroy {
  private readonly document = inject(DOCUMENT);
  private readonly texts = inject(Texts);
  /** Server minus device, learned from answers: phones and laptops are often seconds off. */
  private offset = 0;
  private readonly ticking = signal(Date.now());
  readonly now = this.ticking.asReadonly();
  readonly timeZone = signal<string | undefined>(undefined);
  private readonly timer = setInterval(() => this.tick(), 1000);
  private readonly onSeen = (): void => this.tick();

  constructor() {
    this.document.addEventListener('visibilitychange', this.onSeen);
  }

  ngOnDestroy(): void {
    clearInterval(this.timer);
    this.document.removeEventListener('visibilitychange', this.onSeen);
  }

  /** The instant itself, for one-off measurements. */
  read(): number {
    return Date.now() + this.offset;
  }

  learn(serverTime: number): void {
    const offset = serverTime - Date.now();
    // A date header is cut to the second: smaller differences are noise.
    this.offset = Math.abs(offset) < 1500 ? 0 : offset;
  }

  ago(at: string): string {
    return ago(Date.parse(at), this.now(), this.texts.language(), this.timeZone());
  }

  short(at: string): string {
    return shortStamp(Date.parse(at), this.now(), this.texts.language(), this.timeZone());
  }

  dayAndTime(at: string): string {
    return dayAndTime(Date.parse(at), this.now(), this.texts.language(), this.timeZone());
  }

  time(at: string | number): string {
    return clockTime(new Date(at).getTime(), this.texts.language(), this.timeZone());
  }

  seconds(at: string | number): string {
    return clockSeconds(new Date(at).getTime(), this.texts.language(), this.timeZone());
  }

  full(at: string): string {
    return fullStamp(Date.parse(at), this.timeZone());
  }

  since(at: string, until?: string): string {
    const end = until === undefined ? this.now() : Date.parse(until);
    return duration(end - Date.parse(at), this.texts.language());
  }

  private tick(): void {
    if (this.document.visibilityState !== 'hidden') this.ticking.set(this.read());
  }
}
