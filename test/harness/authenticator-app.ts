import { createHmac } from 'node:crypto';
import type { House } from './house.js';
import { PASSWORD } from './world.js';

const SIGNS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** As an app on a phone makes codes, written by itself from RFC 6238: it must not agree with us by sharing our code. */
export class AuthenticatorApp {
  private constructor(
    private readonly secret: Buffer,
    private readonly house: House,
  ) {}

  static scan(house: House, address: string): AuthenticatorApp {
    const secret = new URL(address).searchParams.get('secret') ?? '';
    let bits = '';
    for (const sign of secret) bits += SIGNS.indexOf(sign).toString(2).padStart(5, '0');
    const bytes = (bits.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2));
    return new AuthenticatorApp(Buffer.from(bytes), house);
  }

  /** As it stands on a clock that is so many seconds ahead. */
  code(aheadSeconds = 0): string {
    const counter = Buffer.alloc(8);
    const seconds = Math.floor(this.house.clock.nowMs() / 1000) + aheadSeconds;
    counter.writeUInt32BE(Math.floor(seconds / 30), 4);
    const mac = [...createHmac('sha1', this.secret).update(counter).digest()];
    const at = (mac[19] ?? 0) & 15;
    const four = mac.slice(at, at + 4);
    const number = four.reduce((sum, byte, i) => sum * 256 + (i === 0 ? byte & 127 : byte), 0);
    return `${number}`.slice(-6).padStart(6, '0');
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
