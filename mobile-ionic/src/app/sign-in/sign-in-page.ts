import { Component, inject, input, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { Router } from '@angular/router';
import { Capacitor } from '@capacitor/core';
import { IonContent } from '@ionic/angular';
import { FocusableContent } from '../design/focusable-content';
import { isPassing, problemOf, problemText } from '../session/problem';
import { Servers, originOf } from '../session/servers';
import { Texts } from '../texts/texts';
import { Enrol } from './enrol';

@Component({
  selector: 'bar-sign-in-page',
  imports: [FocusableContent, FormsModule, IonContent],
  host: { class: 'ion-page' },
  templateUrl: './sign-in-page.html',
  styleUrl: './sign-in-page.css',
})
export class SignInPage {
  private readonly enrol = inject(Enrol);
  private readonly router = inject(Router);
  private readonly servers = inject(Servers);
  protected readonly t = inject(Texts).t;

  /** Where they were going. */
  readonly then = input<string>();

  protected readonly asksServer = signal(Capacitor.isNativePlatform());
  protected readonly working = signal(false);
  protected readonly wrong = signal('');
  protected email = '';
  protected password = '';
  protected addresses = this.servers.addresses().join('\n');

  protected async submit(): Promise<void> {
    if (this.working()) return;
    const written = this.addresses.split(/\s+/).filter(Boolean);
    const addresses = written.map(originOf).filter((origin) => origin !== undefined);
    if (addresses.length === 0 || addresses.length < written.length) {
      this.asksServer.set(true);
      this.wrong.set(this.t('signIn.badAddress'));
      return;
    }
    this.working.set(true);
    this.wrong.set('');
    try {
      await this.enrol.signIn(addresses, this.email.trim(), this.password);
      this.password = '';
      await this.router.navigate(['/enable'], {
        replaceUrl: true,
        ...(this.then() && { queryParams: { then: this.then() } }),
      });
    } catch (error) {
      this.wrong.set(this.say(error, addresses));
    } finally {
      this.working.set(false);
    }
  }

  private say(error: unknown, addresses: readonly string[]): string {
    const problem = problemOf(error);
    if (problem.status === 401 || problem.status === 403 || problem.status === 422)
      return this.t('signIn.refused');
    if (problem.status === 429) return this.t('signIn.tooMany');
    if (isPassing(problem.status)) return this.t('signIn.unreachable', { servers: addresses.join(', ') });
    return this.t('signIn.failed', { problem: problem.title || this.t(problemText(problem)) });
  }
}
