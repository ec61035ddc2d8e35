import { codeAt } from './authenticator-code.js';
import type { House } from './house.js';
import { PASSWORD } from './world.js';

/** An app on a phone, by the clock of the house. */
export class AuthenticatorApp {
  private constructor(
    private readonly address: string,
    private readonly house: House,
  ) {}

  static scan(house: House, address: string): AuthenticatorApp {
    return new AuthenticatorApp(address, house);
  }

  /** As it stands on a clock that is so many seconds ahead. */
  code(aheadSeconds = 0): string {
    return codeAt(this.address, this.house.clock.nowMs() + aheadSeconds * 1000);
  }

  wrongCode(): string {
    return String((Number(this.code()) + 1) % 1_000_000).padStart(6, '0');
  }
}

export interface Enrolled {
  readonly app: AuthenticatorApp;
  readonly recoveryCodes: readonly string[];
}

/** Somebody sets up a second factor, in a session of theirs. */
export async function enrolFactor(house: House, token: string): Promise<Enrolled> {
  const { address } = await house.ok('POST', '/me/second-factor', {}, token);
  const app = AuthenticatorApp.scan(house, address);
  const { recoveryCodes } = await house.ok('POST', '/me/second-factor/confirm', { code: app.code() }, token);
  return { app, recoveryCodes };
}

/** By the password alone, whatever was set up before. */
export async function plainSession(house: House, email: string): Promise<string> {
  await house.query(`delete from second_factors f using users u where u.id = f.user_id and u.email = $1`, [
    email,
  ]);
  return (await house.ok('POST', '/sign-in', { email, password: PASSWORD }))['token'];
}
