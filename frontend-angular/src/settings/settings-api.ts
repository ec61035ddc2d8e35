import { inject, Injectable } from '@angular/core';
import { Api } from '../generated/api/api';
import {
  changePassword,
  confirmContactMethod,
  createContactMethod,
  createPasswordLink,
  createUser,
  deleteContactMethod,
  getUser,
  listContactMethods,
  listDevices,
  listTestRings,
  listUsers,
  removeDevice,
  sendVerificationCode,
  startTestRings,
  stopTestRing,
  updateDevice,
  updateUser,
} from '../generated/api/functions';
import type {
  CodeSent,
  ContactKind,
  ContactMethod,
  Device,
  Locale,
  OrgRole,
  PasswordLink,
  TestRing,
  User,
  UserPage,
} from '../generated/api/models';

@Injectable({ providedIn: 'root' })
export class SettingsApi {
  private readonly api = inject(Api);

  changeUser(
    user: User,
    change: {
      readonly name?: string;
      readonly role?: OrgRole;
      readonly locale?: Locale;
      readonly timeZone?: string;
      readonly disabled?: boolean;
    },
  ): Promise<User> {
    return this.api.invoke(updateUser, { userId: user.userId, body: { version: user.version, ...change } });
  }

  user(userId: string): Promise<User> {
    return this.api.invoke(getUser, { userId });
  }

  users(query: string): Promise<UserPage> {
    return this.api.invoke(listUsers, { pageSize: 200, ...(query === '' ? {} : { query }) });
  }

  createUser(given: {
    readonly name: string;
    readonly email: string;
    readonly role: OrgRole;
    readonly locale: Locale;
    readonly timeZone: string;
    readonly password?: string;
  }): Promise<User> {
    return this.api.invoke(createUser, { body: { ...given } });
  }

  /** `reset`: said on purpose, for somebody who has a password. */
  passwordLink(userId: string, reset = false): Promise<PasswordLink> {
    return this.api.invoke(createPasswordLink, { userId, body: { reset } });
  }

  async contactMethods(userId: string): Promise<readonly ContactMethod[]> {
    return (await this.api.invoke(listContactMethods, { userId })).contactMethods;
  }

  addContactMethod(userId: string, kind: ContactKind, target: string, label: string): Promise<ContactMethod> {
    return this.api.invoke(createContactMethod, { userId, body: { kind, target, label } });
  }

  sendCode(userId: string, contactMethodId: string): Promise<CodeSent> {
    return this.api.invoke(sendVerificationCode, { userId, contactMethodId });
  }

  confirmContactMethod(userId: string, contactMethodId: string, code: string): Promise<ContactMethod> {
    return this.api.invoke(confirmContactMethod, { userId, contactMethodId, body: { code } });
  }

  removeContactMethod(userId: string, contactMethodId: string): Promise<unknown> {
    return this.api.invoke(deleteContactMethod, { userId, contactMethodId });
  }

  /** Empty: of oneself. */
  async devices(userId = ''): Promise<readonly Device[]> {
    return (await this.api.invoke(listDevices, userId === '' ? {} : { userId })).devices;
  }

  async testRings(userId: string, locale: Locale): Promise<readonly TestRing[]> {
    return (await this.api.invoke(listTestRings, { locale, ...(userId === '' ? {} : { userId }) })).testRings;
  }

  startTestRings(
    userId: string,
    ways: { readonly deviceIds?: string[]; readonly telephone?: boolean },
    locale: Locale,
  ): Promise<unknown> {
    return this.api.invoke(startTestRings, {
      body: { ...ways, locale, ...(userId === '' ? {} : { userId }) },
    });
  }

  stopTestRing(testRingId: string): Promise<TestRing> {
    return this.api.invoke(stopTestRing, { testRingId });
  }

  trustDevice(deviceId: string, trusted: boolean): Promise<Device> {
    return this.api.invoke(updateDevice, { deviceId, body: { trusted } });
  }

  removeDevice(deviceId: string): Promise<unknown> {
    return this.api.invoke(removeDevice, { deviceId });
  }

  changePassword(currentPassword: string, newPassword: string): Promise<unknown> {
    return this.api.invoke(changePassword, { body: { currentPassword, newPassword } });
  }
}
