import {
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  linkedSignal,
  signal,
  viewChild,
} from '@angular/core';
import { RouterLink } from '@angular/router';
import { EmptyState } from '../design/empty-state';
import { Glow } from '../design/glow';
import { ProblemNote } from '../design/problem-note';
import { Rows } from '../design/rows';
import { Skeleton } from '../design/skeleton';
import { steadyOrder } from '../design/steady-order';
import { Texts } from '../design/text/texts';
import { TimeAgo } from '../design/time/time-ago';
import type { FindingPage } from '../generated/api/models';
import { liveQuery } from '../session/live-query';
import { poll } from '../session/poll';
import { type Problem, toProblem } from '../session/problem';
import { EngineApi } from './engine-api';
import { findingWords } from './engine-words';
import { type Found, placeOf, withNewest, withOlder } from './findings.rules';
import { LevelMark } from './level-mark';

/** What should never happen and did: what it means, what Barry did, what is left to do. */
@Component({
  selector: 'barry-findings-list',
  imports: [EmptyState, Glow, LevelMark, ProblemNote, RouterLink, Rows, Skeleton, TimeAgo],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    <section aria-labelledby="engine-findings" barryRows>
      <div class="sec">
        <h2 id="engine-findings">{{ t('engine.findingsTitle') }}</h2>
      </div>
      @if (query.problem(); as failure) {
        <barry-problem [failure]="failure" [retry]="true" (again)="query.refresh()" />
      }
      @if (lines().waiting > 0) {
        <p class="waiting" role="status">{{ texts.count('common.waiting', lines().waiting) }}</p>
      }
      @if (found()) {
        <ul class="findings">
          @for (line of lines().rows; track line.one.findingId) {
            <li [barryGlow]="line.one.times">
              <div class="finding-mark">
                <barry-level
                  [level]="line.one.repaired ? 'fine' : 'late'"
                  [text]="t(line.one.repaired ? 'engine.repaired' : 'engine.notRepaired')"
                />
              </div>
              <div class="finding-text">
                <h3>{{ line.words.what }}</h3>
                <p class="t2">{{ line.words.did }}</p>
                <p>
                  <b>{{ t('engine.toDo') }}</b> {{ line.words.todo }}
                </p>
                <p class="mono t3">
                  {{ line.one.code }}
                  @if (line.one.detail !== '') {
                    · <span lang="en">{{ line.one.detail }}</span>
                  }
                </p>
                @if (line.place; as place) {
                  <a class="link" data-row [routerLink]="place.to" [queryParams]="place.query">{{
                    t(place.what === 'alert' ? 'engine.toAlert' : 'engine.toEscalation')
                  }}</a>
                }
              </div>
              <div class="finding-times">
                <p>
                  <span class="t3">{{ t('engine.latest') }}</span> <barry-ago [at]="line.one.lastAt" />
                </p>
                @if (line.one.times > 1) {
                  <p>
                    <span class="t3">{{ t('engine.first') }}</span> <barry-ago [at]="line.one.firstAt" />
                  </p>
                }
                <p>{{ texts.count('engine.times', line.one.times) }}</p>
              </div>
            </li>
          }
        </ul>
        @if (lines().rows.length === 0 && lines().waiting === 0) {
          <barry-empty [text]="t('engine.noFindings')" sticker="good-night" />
        }
        @if (olderProblem(); as failure) {
          <barry-problem [failure]="failure" />
        }
        @if (found()?.nextPageToken; as token) {
          <p class="more">
            <button type="button" class="btn" [disabled]="busy()" (click)="more(token)">
              {{ t('common.more') }}
            </button>
          </p>
        }
      } @else if (!query.problem()) {
        <barry-skeleton [rows]="3" />
      }
    </section>
  `,
})
export class FindingsList {
  private readonly api = inject(EngineApi);
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly busy = signal(false);
  protected readonly olderProblem = signal<Problem | undefined>(undefined);
  private readonly list = viewChild.required(Rows);
  protected readonly query = liveQuery({ params: () => 'findings', load: () => this.api.findings() });
  protected readonly found = linkedSignal<FindingPage | undefined, Found | undefined>({
    source: this.query.value,
    computation: (page, previous) =>
      page === undefined ? previous?.value : withNewest(previous?.value, page),
  });
  private order: readonly string[] = [];
  protected readonly lines = computed(() => {
    const findings = this.found()?.findings ?? [];
    const next = steadyOrder(this.order, findings, ({ findingId }) => findingId, this.list().hovered());
    this.order = next.rows.map(({ findingId }) => findingId);
    return {
      waiting: next.waiting,
      rows: next.rows.map((one) => ({ one, words: findingWords(one.code, this.texts), place: placeOf(one) })),
    };
  });

  constructor() {
    poll(this.query, 5_000);
  }

  protected async more(token: string): Promise<void> {
    this.busy.set(true);
    this.olderProblem.set(undefined);
    try {
      const page = await this.api.findings(token);
      // Whoever asked for more stands over the list: it is shown all the same.
      this.order = [];
      this.found.update((known) => withOlder(known, page));
    } catch (error) {
      this.olderProblem.set(toProblem(error));
    } finally {
      this.busy.set(false);
    }
  }
}
