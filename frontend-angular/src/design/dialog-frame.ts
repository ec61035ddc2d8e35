import { DialogRef } from '@angular/cdk/dialog';
import { ChangeDetectionStrategy, Component, inject, input } from '@angular/core';
import { BarryIcon } from './icon';
import { Texts } from './text/texts';

/** Head, scrolling body, foot: `<barry-dialog [title]>…<ng-container foot>…`. Opened by the CDK, which keeps the focus. */
@Component({
  selector: 'barry-dialog',
  imports: [BarryIcon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'dialog' },
  template: `
    <header class="dialog-head">
      <h2>{{ title() }}</h2>
      <button
        type="button"
        class="btn ghost sq"
        [attr.aria-label]="t('common.close')"
        (click)="dialog.close()"
      >
        <svg barryIcon="x"></svg>
      </button>
    </header>
    <div class="dialog-body" tabindex="0"><ng-content /></div>
    <footer class="dialog-foot"><ng-content select="[foot]" /></footer>
  `,
})
export class DialogFrame {
  readonly title = input.required<string>();
  protected readonly dialog = inject(DialogRef);
  protected readonly t = inject(Texts).t;
}
