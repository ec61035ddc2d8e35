import {
  ChangeDetectionStrategy,
  Component,
  DestroyRef,
  computed,
  effect,
  inject,
  input,
  signal,
} from '@angular/core';
import { BarryIcon } from '../design/icon';
import { ProblemNote, problemText } from '../design/problem-note';
import { Texts } from '../design/text/texts';
import { TimeAgo } from '../design/time/time-ago';
import { Toasts } from '../design/toasts';
import type { Device, TestRing } from '../generated/api/models';
import { liveQuery } from '../session/live-query';
import { type Problem, toProblem } from '../session/problem';
import { SettingsApi } from './settings-api';

/** Stages come by the tenth of a second; a screen is looked at a little more slowly. */
const LOOK_MS = 500;

/** "Ring me": everything or one way, and each stage as it comes. */
@Component({
  selector: 'barry-test-rings',
  imports: [BarryIcon, ProblemNote, TimeAgo],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  styleUrl: './test-rings.css',
  template: `
    <section class="set">
      <h2>{{ name() === '' ? t('tests.title') : t('tests.titleFor', { name: name() }) }}</h2>
      <p class="t2">{{ t('tests.lead') }}</p>
      <p class="ways">
        <button type="button" class="btn pri" [disabled]="isBusy()" (click)="ring()">
          <svg barryIcon="bolt"></svg>{{ t('tests.everything') }}
        </button>
        @for (device of devices.value(); track device.deviceId) {
          <button
            type="button"
            class="btn"
            [disabled]="isBusy()"
            (click)="ring({ deviceIds: [device.deviceId] })"
          >
            <svg [barryIcon]="iconOf(device)"></svg>{{ device.name }}
          </button>
        }
        <button type="button" class="btn" [disabled]="isBusy()" (click)="ring({ telephone: true })">
          <svg barryIcon="phonecall"></svg>{{ t('tests.telephone') }}
        </button>
      </p>
      @if (problem(); as failure) {
        <barry-problem [failure]="failure" />
      }
      <ul class="tests" aria-live="polite">
        @for (test of query.value(); track test.testRingId) {
          <li [class.live]="test.live">
            <p class="head">
              <b>{{ test.deviceName ?? t('tests.telephone') }}</b>
              <span [class]="toneOf(test)">{{ texts.word('testStatus', test.status) }}</span>
              <small class="t2"><barry-ago [at]="test.startedAt" /></small>
              @if (test.startedByName !== undefined && isOfSomebodyElse(test)) {
                <small class="t2">{{ t('tests.by', { name: test.startedByName }) }}</small>
              }
              @if (test.live) {
                <button type="button" class="btn sm r" (click)="stop(test)">{{ t('tests.stop') }}</button>
              }
            </p>
            <ol class="stages">
              @for (mark of test.stages; track mark.stage) {
                <li [class.proof]="mark.stage === 'ringing'">
                  {{ texts.word('testStage', mark.stage) }}
                  <span class="num">{{ t('tests.ms', { ms: texts.number(mark.ms) }) }}</span>
                </li>
              }
            </ol>
            @if (test.trouble; as trouble) {
              <p [class]="trouble.problem === 'not-answered' ? 't2' : 'c-critical'">
                {{ trouble.reason }}
                @if (trouble.detail) {
                  <span class="mono">{{ trouble.detail }}</span>
                }
              </p>
              <p class="t2">{{ trouble.advice }}</p>
            }
          </li>
        } @empty {
          <li class="t3">{{ t('tests.none') }}</li>
        }
      </ul>
    </section>
  `,
})
export class TestRings {
  /** Empty: oneself. */
  readonly userId = input('');
  readonly name = input('');
  private readonly api = inject(SettingsApi);
  private readonly toasts = inject(Toasts);
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly asking = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);
  protected readonly devices = liveQuery({
    params: this.userId,
    load: (userId) => this.api.devices(userId),
    when: (event) => event.kind.startsWith('device'),
  });
  protected readonly query = liveQuery({
    params: () => ({ userId: this.userId(), locale: this.texts.language() }),
    load: ({ userId, locale }) => this.api.testRings(userId, locale),
    when: (event) => event.kind === 'call.changed' || event.kind === 'ring.changed',
  });
  private readonly isLive = computed(() => this.query.value()?.some(({ live }) => live) === true);
  protected readonly isBusy = computed(() => this.asking() || this.isLive());

  constructor() {
    let timer: ReturnType<typeof setInterval> | undefined;
    inject(DestroyRef).onDestroy(() => clearInterval(timer));
    effect(() => {
      clearInterval(timer);
      if (this.isLive()) timer = setInterval(() => this.query.refresh(), LOOK_MS);
    });
  }

  protected iconOf(device: Device): 'shield' | 'mobile' {
    return device.variant === 'emergency' ? 'shield' : 'mobile';
  }

  protected toneOf({ status }: TestRing): string {
    if (status === 'failed') return 'c-critical';
    return status === 'accepted' || status === 'rang-out' ? 'c-taken' : 't2';
  }

  protected isOfSomebodyElse({ startedByName }: TestRing): boolean {
    return this.name() !== '' && startedByName !== this.name();
  }

  protected async ring(
    ways: { readonly deviceIds?: string[]; readonly telephone?: boolean } = {},
  ): Promise<void> {
    this.problem.set(undefined);
    this.asking.set(true);
    try {
      await this.api.startTestRings(this.userId(), ways, this.texts.language());
    } catch (error) {
      const problem = toProblem(error);
      if (problem.code === 'TEST_RING_TOO_SOON') this.toasts.fail(this.t('tests.tooSoon'));
      else if (problem.code === 'RINGS_ALREADY') this.toasts.fail(this.t('tests.busy'));
      else this.problem.set(problem);
    } finally {
      this.asking.set(false);
    }
    this.query.refresh();
  }

  protected async stop({ testRingId }: TestRing): Promise<void> {
    try {
      await this.api.stopTestRing(testRingId);
    } catch (error) {
      this.toasts.fail(problemText(toProblem(error), this.texts));
    }
    this.query.refresh();
  }
}
