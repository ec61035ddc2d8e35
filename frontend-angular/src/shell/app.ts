import { ChangeDetectionStrategy, Component } from '@angular/core';
import { RouterOutlet } from '@angular/router';
import { ToastList } from '../design/toast-list';

@Component({
  selector: 'barry-root',
  imports: [RouterOutlet, ToastList],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `<router-outlet /><barry-toasts />`,
})
export class App {}
