import { ChangeDetectionStrategy, Component, computed, inject, input, output, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Texts } from '../design/text/texts';
import type { Delivery } from '../generated/api/models';
import { jsonLines } from './json-lines';
import { marksOf, readSignals } from './reading';

/** Left what the sender sent, right what Barry read; the same colour marks a value and its meaning. */
@Component({
  selector: 'barry-delivery-look',
  imports: [RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'tri' },
  template: `
    @let one = delivery();
    <section>
      <h3>
        {{ t('integrations.sent') }}
        <span class="r">
          <span class="seg" role="group" [attr.aria-label]="t('integrations.sent')">
            <button
              type="button"
              [class.on]="!headers()"
              [attr.aria-pressed]="!headers()"
              (click)="headers.set(false)"
            >
              {{ t('integrations.body') }}
            </button>
            <button
              type="button"
              [class.on]="headers()"
              [attr.aria-pressed]="headers()"
              (click)="headers.set(true)"
            >
              {{ t('integrations.headers') }} {{ headerList().length }}
            </button>
          </span>
        </span>
      </h3>
      <div class="json" tabindex="0" role="region" [attr.aria-label]="t('integrations.sent')">
        @if (headers()) {
          @for (header of headerList(); track header[0]; let line = $index) {
            <div>
              <span aria-hidden="true">{{ line + 1 }}</span><span class="k">{{ header[0] }}: </span
              ><span class="s">{{ header[1] }}</span>
            </div>
          }
        } @else {
          @for (line of lines(); track $index) {
            <div>
              <span aria-hidden="true">{{ $index + 1 }}</span>
              @for (part of line; track $index) {
                <span [class]="part.look" [class.m]="part.mark" [attr.data-mark]="part.mark ?? null">{{
                  part.text
                }}</span>
              }
            </div>
          }
        }
      </div>
    </section>
    <section>
      <h3>
        {{ t('integrations.read') }}
        <span class="r">
          <span class="pill" [class]="one.issues.length === 0 ? 'ok' : 'warn'">{{
            texts.count('integrations.signals', one.results.length)
          }}</span>
        </span>
      </h3>
      <div class="read scroll" tabindex="0" role="region" [attr.aria-label]="t('integrations.read')">
        @for (issue of one.issues; track $index) {
          @if (repeated(issue); as id) {
            <p class="read-result">
              {{ t('replay.repeats') }}
              <button type="button" class="link-button pad-left" (click)="asked.emit(id)">
                {{ t('replay.original') }}
              </button>
            </p>
          } @else {
            <p class="preview-warning" lang="en">{{ issue }}</p>
          }
        }
        @for (result of one.results; track $index) {
          <p class="read-result">
            {{ texts.word('action', result.action) }}: <b>{{ texts.word('effect', result.effect) }}</b>
            @if (result.alertId) {
              <a class="link" routerLink="/alerts" [queryParams]="{ alert: result.alertId }">{{
                t('integrations.toAlert')
              }}</a>
            }
          </p>
        }
        @for (signal of signals(); track $index) {
          @for (field of signal.fields; track field.name) {
            <div class="read-field">
              <i [attr.data-mark]="field.mark" aria-hidden="true"></i><span>{{ fieldName(field.name) }}</span
              ><span class="break">{{ field.value }}</span>
            </div>
          }
        } @empty {
          <p class="side-note">{{ t('integrations.readNothing') }}</p>
        }
      </div>
    </section>
  `,
})
export class DeliveryLook {
  readonly delivery = input.required<Delivery>();
  /** Another delivery, by its id. */
  readonly asked = output<string>();
  protected readonly texts = inject(Texts);
  protected readonly t = this.texts.t;
  protected readonly headers = signal(false);
  protected readonly headerList = computed(() => Object.entries(this.delivery().headers));
  protected readonly signals = computed(() => readSignals(this.delivery().reading));
  protected repeated(issue: string): string | undefined {
    return /^a repetition of (\S+)$/.exec(issue)?.[1];
  }

  /** `labels.site` as "Label site", `links.0.url` as "Link"; what has no word stays as it is. */
  protected fieldName(path: string): string {
    const label = /^labels\.(.+)$/.exec(path)?.[1];
    if (label !== undefined) return `${this.t('field.label')} ${label}`;
    return /^links\.\d+\.url$/.test(path) ? this.t('field.link') : this.texts.word('field', path);
  }

  protected readonly lines = computed(() => jsonLines(this.delivery().body, marksOf(this.signals())));
}
