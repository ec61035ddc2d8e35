import { HttpContext } from '@angular/common/http';
import { Injectable, inject } from '@angular/core';
import { Capacitor } from '@capacitor/core';
import { Api } from '../../generated/api/api';
import { confirmSignIn, enrolDevice, signIn, signOut, useDeviceCode } from '../../generated/api/functions';
import type { EnrolledDevice, User } from '../../generated/api/models';
import { BEARER } from '../session/http';
import { Servers } from '../session/servers';
import { Session } from '../session/session';
import { Texts } from '../texts/texts';
import type { DeviceLink } from './device-link';
import { deviceWords } from './device-name';

/** The device is in; or what is asked for besides the password. */
export type SignInStep =
  | { readonly kind: 'in' }
  | { readonly kind: 'code'; readonly ticket: string }
  /** A second factor has to be set up first, which needs a larger screen beside this one. */
  | { readonly kind: 'enrol' };

/** E-mail and password, or a code that the console shows, become a device with a token of its own. */
@Injectable({ providedIn: 'root' })
export class Enrol {
  private readonly api = inject(Api);
  private readonly servers = inject(Servers);
  private readonly session = inject(Session);
  private readonly t = inject(Texts).t;

  async signIn(addresses: readonly string[], email: string, password: string): Promise<SignInStep> {
    this.servers.use(addresses);
    const { token, user, next, ticket } = await this.api.invoke(signIn, { body: { email, password } });
    if (next === 'enrol') return { kind: 'enrol' };
    if (token === undefined || user === undefined) return { kind: 'code', ticket: ticket ?? '' };
    await this.register(token, user);
    return { kind: 'in' };
  }

  async confirm(ticket: string, code: string): Promise<void> {
    const { token, user } = await this.api.invoke(confirmSignIn, { body: { ticket, code } });
    await this.register(token, user);
  }

  async useCode({ code, servers }: DeviceLink): Promise<void> {
    if (servers.length > 0) this.servers.use(servers);
    const { user, ...enrolled } = await this.api.invoke(useDeviceCode, {
      body: { code, name: this.deviceName(), platform: platform() },
    });
    this.begin(user, enrolled);
  }

  private async register(token: string, user: User): Promise<void> {
    const context = new HttpContext().set(BEARER, token);
    const enrolled = await this.api.invoke(
      enrolDevice,
      { body: { name: this.deviceName(), platform: platform() } },
      context,
    );
    // The session was only the door; from here on the device speaks for itself.
    void this.api.invoke(signOut, {}, context).catch(() => undefined);
    this.begin(user, enrolled);
  }

  private begin(user: User, { device, deviceToken, notifiers }: EnrolledDevice): void {
    this.session.begin({
      userId: user.userId,
      name: user.name,
      email: user.email,
      deviceId: device.deviceId,
      token: deviceToken,
      notifiers,
    });
  }

  private deviceName(): string {
    return this.t('signIn.deviceName', deviceWords(navigator.userAgent)).slice(0, 100);
  }
}

function platform(): 'web' | 'android' | 'ios' {
  const name = Capacitor.getPlatform();
  return name === 'android' || name === 'ios' ? name : 'web';
}
