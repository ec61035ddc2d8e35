import { Injectable, computed, signal } from '@angular/core';
import { forgetAll, kept } from './kept';

/** Who this device is to the server. The token is the device's own, long-lived, and revocable there. */
export interface SignedIn {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly deviceId: string;
  readonly token: string;
  readonly notifiers: readonly EnrolledNotifier[];
}

export interface EnrolledNotifier {
  readonly notifier: string;
  readonly plugin: string;
  readonly info: Readonly<Record<string, string>>;
}

@Injectable({ providedIn: 'root' })
export class Session {
  private readonly saved = kept<SignedIn>('barry.session');
  private readonly state = signal<SignedIn | undefined>(this.saved.get());
  readonly signedIn = this.state.asReadonly();
  readonly userId = computed(() => this.state()?.userId ?? '');
  readonly deviceId = computed(() => this.state()?.deviceId ?? '');

  begin(signedIn: SignedIn): void {
    this.saved.set(signedIn);
    this.state.set(signedIn);
  }

  end(): void {
    this.saved.set(undefined);
    forgetAll('barry.cache.');
    this.state.set(undefined);
  }

  /** The key with which the server signs its web pushes, if it has one. */
  vapidPublicKey(): string | undefined {
    return this.state()?.notifiers.find(({ info }) => info['vapidPublicKey'])?.info['vapidPublicKey'];
  }

  webPushNotifier(): string | undefined {
    return this.state()?.notifiers.find(({ info }) => info['vapidPublicKey'])?.notifier;
  }
}
