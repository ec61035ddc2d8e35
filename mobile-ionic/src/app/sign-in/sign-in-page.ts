import { NgTemplateOutlet } from '@angular/common';
import { Component, inject, input, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { Router } from '@angular/router';
import { Capacitor } from '@capacitor/core';
import { IonContent } from '@ionic/angular';
import { FocusableContent } from '../design/focusable-content';
import { isPassing, problemOf, problemText } from '../session/problem';
import { Servers, originOf } from '../session/servers';
import { Texts } from '../texts/texts';
import { type DeviceLink, readDeviceLink } from './device-link';
import { Enrol, type SignInStep } from './enrol';
import { ScanCode, canScan } from './scan-code';

/** By which way somebody signs in; `link`: a code was opened, and waits for a tap. */
type Way = 'password' | 'code' | 'scan' | 'paste' | 'link';

@Component({
  selector: 'bar-sign-in-page',
  imports: [FocusableContent, FormsModule, IonContent, NgTemplateOutlet, ScanCode],
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

  private readonly opened = takeLinkOfPage();
  protected readonly way = signal<Way>(this.opened ? 'link' : 'password');
  protected readonly asksServer = signal(Capacitor.isNativePlatform());
  protected readonly working = signal(false);
  protected readonly wrong = signal('');
  protected email = '';
  protected password = '';
  protected code = '';
  protected pasted = '';
  protected addresses = this.servers.addresses().join('\n');
  private ticket = '';

  /** Nobody's device is signed in by a link alone: whoever holds it says so. */
  protected useOpened(): Promise<void> {
    const { opened } = this;
    return opened ? this.use(opened) : Promise.resolve();
  }

  protected begin(): void {
    this.wrong.set('');
    this.way.set(canScan() ? 'scan' : 'paste');
  }

  protected go(way: Way): void {
    this.wrong.set('');
    this.way.set(way);
  }

  protected paste(): Promise<void> {
    const link = readDeviceLink(this.pasted);
    if (link) return this.use(link);
    this.wrong.set(this.t('signIn.noCode'));
    return Promise.resolve();
  }

  protected use(link: DeviceLink): Promise<void> {
    return this.act(this.servers.addresses(), async () => {
      await this.enrol.useCode(link);
      return { kind: 'in' };
    });
  }

  protected confirm(): Promise<void> {
    return this.act(this.servers.addresses(), async () => {
      await this.enrol.confirm(this.ticket, this.code.trim());
      return { kind: 'in' };
    });
  }

  protected async submit(): Promise<void> {
    const written = this.addresses.split(/\s+/).filter(Boolean);
    const addresses = written.map(originOf).filter((origin) => origin !== undefined);
    if (addresses.length === 0 || addresses.length < written.length) {
      this.asksServer.set(true);
      this.wrong.set(this.t('signIn.badAddress'));
      return;
    }
    await this.act(addresses, () => this.enrol.signIn(addresses, this.email.trim(), this.password));
  }

  private async act(addresses: readonly string[], work: () => Promise<SignInStep>): Promise<void> {
    if (this.working()) return;
    this.working.set(true);
    this.wrong.set('');
    try {
      await this.after(await work());
    } catch (error) {
      this.wrong.set(this.say(error, addresses));
      // A camera that has found a code looks no more: this one did not work.
      if (this.way() === 'scan') this.way.set('paste');
    } finally {
      this.working.set(false);
    }
  }

  private async after(step: SignInStep): Promise<void> {
    this.password = '';
    this.code = '';
    if (step.kind === 'enrol') return this.wrong.set(this.t('signIn.needsFactor'));
    if (step.kind === 'code') {
      this.ticket = step.ticket;
      return this.way.set('code');
    }
    await this.router.navigate(['/enable'], {
      replaceUrl: true,
      ...(this.then() && { queryParams: { then: this.then() } }),
    });
  }

  private say(error: unknown, addresses: readonly string[]): string {
    const problem = problemOf(error);
    if (problem.code === 'SECOND_FACTOR_WRONG') return this.t('signIn.wrongCode');
    if (problem.code === 'TICKET_INVALID') return this.t('signIn.tooLate');
    if (problem.code === 'DEVICE_CODE_INVALID') return this.t('signIn.codeOver');
    if (problem.status === 401 || problem.status === 403 || problem.status === 422)
      return this.t('signIn.refused');
    if (problem.status === 429) return this.t('signIn.tooMany');
    if (isPassing(problem.status)) return this.t('signIn.unreachable', { servers: addresses.join(', ') });
    return this.t('signIn.failed', { problem: problem.title || this.t(problemText(problem)) });
  }
}

/** The code stays in no history and no bookmark. */
function takeLinkOfPage(): DeviceLink | undefined {
  const link = readDeviceLink(location.hash);
  if (link) history.replaceState(history.state, '', location.pathname + location.search);
  return link;
}
