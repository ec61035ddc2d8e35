import {
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  input,
  linkedSignal,
  output,
  signal,
} from '@angular/core';
import { FormsModule } from '@angular/forms';
import { DurationField } from '../../design/duration-field';
import { ProblemNote } from '../../design/problem-note';
import { SEVERITIES } from '../../design/severity';
import { Texts } from '../../design/text/texts';
import type { Heartbeat, Integration, Severity } from '../../generated/api/models';
import { type Problem, toProblem } from '../../session/problem';
import { HeartbeatsApi } from './heartbeats-api';

const USUAL = { everySeconds: 3600, graceSeconds: 300, severity: 'high' as Severity };

/** A new heartbeat, or one that is changed. */
@Component({
  selector: 'barry-heartbeat-form',
  imports: [DurationField, FormsModule, ProblemNote],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    <form class="form" (ngSubmit)="save()">
      @if (problem(); as failure) {
        <barry-problem [failure]="failure" />
      }
      <div class="row-fields">
        @if (heartbeat() === undefined && integrations().length > 1) {
          <label class="field">
            <span>{{ t('title.integration') }}</span>
            <select
              class="input"
              name="integration"
              [ngModel]="integrationId()"
              (ngModelChange)="integrationId.set($event)"
            >
              @for (one of integrations(); track one.integrationId) {
                <option [value]="one.integrationId">{{ one.name }}</option>
              }
            </select>
          </label>
        }
        <label class="field">
          <span>{{ t('teams.name') }}</span>
          <input
            name="heartbeatName"
            maxlength="100"
            autocomplete="off"
            required
            [ngModel]="name()"
            (ngModelChange)="name.set($event)"
          />
        </label>
        <barry-duration name="every" [label]="t('signs.every')" [(seconds)]="every" />
        <barry-duration name="grace" [label]="t('signs.grace')" [(seconds)]="grace" />
        <label class="field">
          <span>{{ t('signs.severity') }}</span>
          <select class="input" name="severity" [ngModel]="severity()" (ngModelChange)="severity.set($event)">
            @for (one of severities; track one) {
              <option [value]="one">{{ texts.word('severity', one) }}</option>
            }
          </select>
        </label>
      </div>
      <p class="t3">{{ t('signs.nameNote') }}</p>
      <div class="row-fields">
        <button type="submit" class="btn pri" [disabled]="busy() || !isComplete()">
          {{ t(heartbeat() === undefined ? 'signs.create' : 'common.save') }}
        </button>
        <button type="button" class="btn" (click)="closed.emit(undefined)">{{ t('common.cancel') }}</button>
      </div>
    </form>
  `,
})
export class HeartbeatForm {
  /** Absent: a new one. */
  readonly heartbeat = input<Heartbeat>();
  /** Whose a new one may be. */
  readonly integrations = input<readonly Integration[]>([]);
  /** With what was saved, if anything was. */
  readonly closed = output<Heartbeat | undefined>();
  private readonly api = inject(HeartbeatsApi);
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly severities = SEVERITIES;
  protected readonly integrationId = linkedSignal(() => this.integrations()[0]?.integrationId ?? '');
  /** What the form was made from: one that is shown anew meanwhile does not overwrite what is typed. */
  private readonly base = linkedSignal<Heartbeat | undefined, Heartbeat | undefined>({
    source: this.heartbeat,
    computation: (heartbeat, before) => before?.value ?? heartbeat,
  });
  protected readonly name = linkedSignal(() => this.base()?.name ?? '');
  protected readonly every = linkedSignal<number | undefined>(
    () => this.base()?.everySeconds ?? USUAL.everySeconds,
  );
  protected readonly grace = linkedSignal<number | undefined>(
    () => this.base()?.graceSeconds ?? USUAL.graceSeconds,
  );
  protected readonly severity = linkedSignal<Severity>(() => this.base()?.severity ?? USUAL.severity);
  protected readonly busy = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);
  protected readonly isComplete = computed(
    () => this.name().trim() !== '' && this.every() !== undefined && this.grace() !== undefined,
  );

  protected async save(): Promise<void> {
    const [everySeconds, graceSeconds, base] = [this.every(), this.grace(), this.base()];
    if (this.busy() || !this.isComplete() || everySeconds === undefined || graceSeconds === undefined) return;
    this.busy.set(true);
    this.problem.set(undefined);
    const wish = { name: this.name().trim(), everySeconds, graceSeconds, severity: this.severity() };
    try {
      this.closed.emit(
        await (base ? this.api.change(base, wish) : this.api.create(this.integrationId(), wish)),
      );
    } catch (error) {
      this.problem.set(toProblem(error));
    } finally {
      this.busy.set(false);
    }
  }
}
