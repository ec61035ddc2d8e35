import {
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  input,
  linkedSignal,
  output,
} from '@angular/core';
import { FormsModule } from '@angular/forms';
import { DurationField } from '../../design/duration-field';
import { BarryIcon } from '../../design/icon';
import { ProblemNote } from '../../design/problem-note';
import { Texts } from '../../design/text/texts';
import { TimeAgo } from '../../design/time/time-ago';
import type { AlertKind, Integration, ResolveKindAfter } from '../../generated/api/models';
import { IntegrationChange } from '../integration-change';

/** Those that senders use; a test or a heartbeat ends otherwise. */
const KINDS: readonly AlertKind[] = ['problem', 'no-data', 'evaluation-error', 'monitoring-fault'];

/** After how long silence means something: of the integration, and of an alert. */
@Component({
  selector: 'barry-silence-form',
  imports: [BarryIcon, DurationField, FormsModule, ProblemNote, TimeAgo],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    <div class="sec">
      <h2>{{ t('signs.silence') }}</h2>
      @if (integration().silentSince; as since) {
        <span class="pill bad">{{ t('signs.silentSince') }} <barry-ago [at]="since" form="short" /></span>
      }
    </div>
    <form class="form silence-form" (ngSubmit)="save()">
      @if (change.problem(); as failure) {
        <barry-problem [failure]="failure" />
      }
      <fieldset class="field" [disabled]="!mayEdit()">
        <legend class="vh">{{ t('signs.silence') }}</legend>
        <barry-duration
          name="silentAfter"
          [label]="t('signs.silentAfter')"
          [optional]="true"
          [never]="t('signs.never')"
          [(seconds)]="silentAfter"
        />
        <p class="t3">{{ t('signs.silentAfterNote') }}</p>
        <barry-duration
          name="resolveAfter"
          [label]="t('signs.resolveAfter')"
          [optional]="true"
          [never]="t('signs.never')"
          [(seconds)]="resolveAfter"
        />
        <p class="t3">{{ t('signs.resolveAfterNote') }}</p>
        @for (one of byKind(); track one.kind) {
          <div class="row-fields">
            <barry-duration
              [name]="'resolveAfter-' + one.kind"
              [label]="t('signs.resolveKindAfter', { kind: texts.word('alertKind', one.kind) })"
              [seconds]="one.seconds"
              (secondsChange)="setKind(one.kind, $event)"
            />
            <button
              type="button"
              class="btn sm ghost"
              [attr.aria-label]="t('picker.remove', { name: texts.word('alertKind', one.kind) })"
              (click)="dropKind(one.kind)"
            >
              <svg barryIcon="x" class="s14"></svg>
            </button>
          </div>
        }
        @if (freeKinds().length > 0) {
          <label class="field">
            <span>{{ t('signs.addKind') }}</span>
            <select class="input" name="kind" (change)="addKind($event)">
              <option value="">{{ t('teams.choose') }}</option>
              @for (kind of freeKinds(); track kind) {
                <option [value]="kind">{{ texts.word('alertKind', kind) }}</option>
              }
            </select>
          </label>
        }
      </fieldset>
      @if (mayEdit()) {
        <div>
          <button type="submit" class="btn pri" [disabled]="change.busy()">{{ t('common.save') }}</button>
        </div>
      }
    </form>
  `,
})
export class SilenceForm {
  readonly integration = input.required<Integration>();
  readonly mayEdit = input.required<boolean>();
  readonly saved = output();
  protected readonly change = new IntegrationChange(this.integration);
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly silentAfter = linkedSignal<number | undefined>(
    () => this.change.base().silentAfterSeconds,
  );
  protected readonly resolveAfter = linkedSignal<number | undefined>(
    () => this.change.base().resolveAfter?.seconds,
  );
  protected readonly byKind = linkedSignal<readonly ResolveKindAfter[]>(
    () => this.change.base().resolveAfter?.byKind ?? [],
  );
  protected readonly freeKinds = computed(() =>
    KINDS.filter((kind) => !this.byKind().some((one) => one.kind === kind)),
  );

  protected addKind(event: Event): void {
    const select = event.target as HTMLSelectElement;
    const kind = KINDS.find((one) => one === select.value);
    // What was chosen has a line of its own now.
    select.value = '';
    if (kind) this.byKind.update((list) => [...list, { kind, seconds: this.resolveAfter() ?? 3600 }]);
  }

  protected setKind(kind: AlertKind, seconds: number | undefined): void {
    if (seconds === undefined) return;
    this.byKind.update((list) => list.map((one) => (one.kind === kind ? { kind, seconds } : one)));
  }

  protected dropKind(kind: AlertKind): void {
    this.byKind.update((list) => list.filter((one) => one.kind !== kind));
  }

  protected async save(): Promise<void> {
    const seconds = this.resolveAfter();
    await this.change.save(
      {
        silentAfterSeconds: this.silentAfter() ?? 0,
        resolveAfter: { byKind: [...this.byKind()], ...(seconds === undefined ? {} : { seconds }) },
      },
      this.t('signs.saved'),
    );
    this.saved.emit();
  }
}
