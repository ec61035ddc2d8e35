import { AuthenticatorApp, enrolFactor, plainSession } from './authenticator-app.js';
import { type Kitchen, read, unique } from './kitchen.js';
import type { Cook } from './recipe.js';
import { makePerson, PASSWORD, type Person } from './world.js';

const newPerson = ({ house, admin }: Kitchen): Promise<Person> =>
  makePerson(house, admin, `Somebody-${unique()}`);
const becoming = ({ userId, name }: Person) => ({ by: null, becomes: { userId, name } });

/** Somebody whose password is right, and who needs a second factor and has none. */
async function leftToEnrol(kitchen: Kitchen): Promise<{ readonly person: Person; readonly ticket: string }> {
  const { house } = kitchen;
  const person = await newPerson(kitchen);
  await house.query(`update sign_in_rules set second_factor = 'everybody'`);
  const { ticket } = await house.ok('POST', '/sign-in', { email: person.email, password: PASSWORD });
  await house.query(`update sign_in_rules set second_factor = 'nobody'`);
  return { person, ticket };
}

/** A recovery code of the actor: a code of the app would be good only once in half a minute. */
const byRecoveryCode: Cook = async ({ house }, actor) => {
  const { recoveryCodes } = await enrolFactor(house, await plainSession(house, actor.email));
  return { by: actor, input: { code: recoveryCodes[0] } };
};
const ofDeviceCode: Cook = async (kitchen) => {
  const { deviceCodeId } = await kitchen.house.ok('POST', '/device-codes', {}, kitchen.subject.token);
  return { by: kitchen.subject, input: { deviceCodeId } };
};

/** Of the second step, of sessions and of codes for devices. */
export const SIGN_IN_RECIPES: Readonly<Record<string, Cook>> = {
  GetSignInOptions: () => ({ by: null, input: {} }),
  ConfirmSignIn: async (kitchen) => {
    const { house } = kitchen;
    const person = await newPerson(kitchen);
    const { recoveryCodes } = await enrolFactor(house, person.token);
    const { ticket } = await house.ok('POST', '/sign-in', { email: person.email, password: PASSWORD });
    return { ...becoming(person), input: { ticket, code: recoveryCodes[0] } };
  },
  StartFactorAtSignIn: async (kitchen) => {
    const { person, ticket } = await leftToEnrol(kitchen);
    return { ...becoming(person), input: { ticket } };
  },
  ConfirmFactorAtSignIn: async (kitchen) => {
    const { person, ticket } = await leftToEnrol(kitchen);
    const { address } = await kitchen.house.ok('POST', '/sign-in/second-factor', { ticket });
    const code = AuthenticatorApp.scan(kitchen.house, address).code();
    return { ...becoming(person), input: { ticket, code } };
  },
  RequestPasswordReset: ({ subject }) => ({ by: null, input: { email: subject.email } }),

  RevokeOtherSessions: (_, actor) => ({ by: actor, input: {} }),
  ListUserSessions: ({ subject }) => ({ input: { userId: subject.userId } }),
  RevokeUserSession: async (kitchen) => {
    const { userId } = await newPerson(kitchen);
    const { sessions } = await read(kitchen, `/users/${userId}/sessions`);
    return { input: { userId, sessionId: sessions[0].sessionId } };
  },
  RevokeUserSessions: async (kitchen) => ({ input: { userId: (await newPerson(kitchen)).userId } }),

  GetSecondFactor: () => ({ input: {} }),
  StartSecondFactor: async ({ house }, actor) => {
    await plainSession(house, actor.email);
    return { by: actor, input: {} };
  },
  ConfirmSecondFactor: async ({ house }, actor) => {
    const token = await plainSession(house, actor.email);
    const { address } = await house.ok('POST', '/me/second-factor', {}, token);
    return { by: actor, input: { code: AuthenticatorApp.scan(house, address).code() } };
  },
  RemoveSecondFactor: byRecoveryCode,
  RenewRecoveryCodes: byRecoveryCode,
  ListFactorOwners: () => ({ input: {} }),
  TakeSecondFactor: async (kitchen) => {
    const person = await newPerson(kitchen);
    await enrolFactor(kitchen.house, person.token);
    return { input: { userId: person.userId } };
  },
  GetSignInRules: () => ({ input: {} }),
  UpdateSignInRules: async (kitchen) => {
    const { version } = await read(kitchen, '/sign-in-rules');
    return { input: { version, secondFactor: 'nobody' } };
  },

  GetSingleSignOn: () => ({ input: {} }),
  TryClaims: () => ({ input: { claims: '{"email":"ada@example.org","groups":["sre"]}' } }),
  GetUserOrigin: ({ subject }) => ({ input: { userId: subject.userId } }),

  CreateDeviceCode: (_, actor) => ({ by: actor, input: {} }),
  GetDeviceCode: ofDeviceCode,
  RevokeDeviceCode: ofDeviceCode,
  UseDeviceCode: async (kitchen) => {
    const { house, subject } = kitchen;
    const { url } = await house.ok('POST', '/device-codes', {}, subject.token);
    const code = new URLSearchParams(new URL(url).hash.slice(1)).get('code');
    return { by: null, input: { code, name: 'Phone', platform: 'headless' } };
  },
};
