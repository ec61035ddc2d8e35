import { inject, Injectable } from '@angular/core';
import { Api } from '../generated/api/api';
import {
  confirmSecondFactor,
  createDeviceCode,
  getDeviceCode,
  getSecondFactor,
  getSignInRules,
  listFactorOwners,
  listSessions,
  listUserSessions,
  removeSecondFactor,
  renewRecoveryCodes,
  revokeDeviceCode,
  revokeOtherSessions,
  revokeSession,
  revokeUserSession,
  revokeUserSessions,
  startSecondFactor,
  takeSecondFactor,
  updateSignInRules,
} from '../generated/api/functions';
import type {
  DeviceCode,
  DeviceCodeStatus,
  FactorOwner,
  FactorRule,
  FactorSecret,
  SecondFactor,
  Session,
  SignInRules,
} from '../generated/api/models';

/** What proves who somebody is, and where they are in. An empty user is oneself. */
@Injectable({ providedIn: 'root' })
export class AccountApi {
  private readonly api = inject(Api);

  async sessions(userId: string): Promise<readonly Session[]> {
    const list =
      userId === ''
        ? await this.api.invoke(listSessions)
        : await this.api.invoke(listUserSessions, { userId });
    return list.sessions;
  }

  endSession(userId: string, sessionId: string): Promise<unknown> {
    return userId === ''
      ? this.api.invoke(revokeSession, { sessionId })
      : this.api.invoke(revokeUserSession, { userId, sessionId });
  }

  /** Of oneself, all but the one in use. */
  endSessions(userId: string): Promise<unknown> {
    return userId === ''
      ? this.api.invoke(revokeOtherSessions, { body: {} })
      : this.api.invoke(revokeUserSessions, { userId });
  }

  secondFactor(): Promise<SecondFactor> {
    return this.api.invoke(getSecondFactor);
  }

  startFactor(): Promise<FactorSecret> {
    return this.api.invoke(startSecondFactor, { body: {} });
  }

  async confirmFactor(code: string): Promise<readonly string[]> {
    return (await this.api.invoke(confirmSecondFactor, { body: { code } })).recoveryCodes;
  }

  async renewCodes(code: string): Promise<readonly string[]> {
    return (await this.api.invoke(renewRecoveryCodes, { body: { code } })).recoveryCodes;
  }

  removeFactor(code: string): Promise<unknown> {
    return this.api.invoke(removeSecondFactor, { body: { code } });
  }

  async factorOwners(): Promise<readonly FactorOwner[]> {
    return (await this.api.invoke(listFactorOwners)).owners;
  }

  takeFactor(userId: string): Promise<unknown> {
    return this.api.invoke(takeSecondFactor, { userId });
  }

  signInRules(): Promise<SignInRules> {
    return this.api.invoke(getSignInRules);
  }

  setSignInRules(version: number, secondFactor: FactorRule): Promise<SignInRules> {
    return this.api.invoke(updateSignInRules, { body: { version, secondFactor } });
  }

  deviceCode(): Promise<DeviceCode> {
    return this.api.invoke(createDeviceCode, { body: {} });
  }

  deviceCodeStatus(deviceCodeId: string): Promise<DeviceCodeStatus> {
    return this.api.invoke(getDeviceCode, { deviceCodeId });
  }

  revokeDeviceCode(deviceCodeId: string): Promise<unknown> {
    return this.api.invoke(revokeDeviceCode, { deviceCodeId });
  }
}
