import { HttpContext } from '@angular/common/http';
import { Injectable, inject } from '@angular/core';
import { Capacitor } from '@capacitor/core';
import { Api } from '../../generated/api/api';
import { enrolDevice, signIn, signOut } from '../../generated/api/functions';
import { BEARER } from '../session/http';
import { Servers } from '../session/servers';
import { Session } from '../session/session';
import { Texts } from '../texts/texts';
import { deviceWords } from './device-name';

/** E-mail and password become a device with a token of its own; the password is kept nowhere. */
@Injectable({ providedIn: 'root' })
export class Enrol {
  private readonly api = inject(Api);
  private readonly servers = inject(Servers);
  private readonly session = inject(Session);
  private readonly t = inject(Texts).t;

  async signIn(addresses: readonly string[], email: string, password: string): Promise<void> {
    this.servers.use(addresses);
    const { token, user } = await this.api.invoke(signIn, { body: { email, password } });
    const context = new HttpContext().set(BEARER, token);
    const { device, deviceToken, notifiers } = await this.api.invoke(
      enrolDevice,
      { body: { name: this.deviceName(), platform: platform() } },
      context,
    );
    // The session was only the door; from here on the device speaks for itself.
    void this.api.invoke(signOut, {}, context).catch(() => undefined);
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
