import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { Texts } from '../design/text/texts';
import { Directory } from './directory';

/** Beside a name: this is no person. Nothing where it is one, or where nobody knows. */
@Component({
  selector: 'barry-service-mark',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `@if (isService()) {
    <span class="service-mark">{{ t('service.mark') }}</span>
  }`,
})
export class ServiceMark {
  readonly userId = input.required<string | undefined>();
  private readonly directory = inject(Directory);
  protected readonly t = inject(Texts).t;
  protected readonly isService = computed(() => this.directory.user(this.userId())?.kind === 'service');

  constructor() {
    this.directory.start();
  }
}
