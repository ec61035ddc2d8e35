import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { DialogFrame } from '../design/dialog-frame';
import { Keys } from '../design/keys';
import { Texts } from '../design/text/texts';

@Component({
  selector: 'barry-key-help',
  imports: [DialogFrame],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'contents' },
  template: `
    <barry-dialog [title]="t('keys.title')">
      <dl class="key-list">
        @for (binding of bindings; track binding.keys) {
          <div>
            <dt>
              @for (key of binding.keys.split(' '); track $index) {
                <kbd>{{ key }}</kbd>
              }
            </dt>
            <dd>{{ t(binding.says) }}</dd>
          </div>
        }
      </dl>
    </barry-dialog>
  `,
})
export class KeyHelp {
  protected readonly t = inject(Texts).t;
  protected readonly bindings = [...inject(Keys).all()].reverse();
}
