import { z } from 'zod';
import { TimeZone } from '../../platform/wire/schemas.js';
import { booleanOf } from './filter.rules.js';
import { type Change, fieldOf } from './patch.rules.js';
import { ScimRefused } from './scim.errors.js';

/** What a directory may say of somebody. A telephone number is not among it: a number rings once it is proved. */
export interface UserAttributes {
  readonly userName: string;
  readonly externalId: string | undefined;
  readonly displayName: string;
  readonly givenName: string | undefined;
  readonly familyName: string | undefined;
  readonly email: string;
  readonly active: boolean;
  readonly locale: 'en' | 'ja';
  readonly timeZone: string;
}

type Said = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Said =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function textOf(value: unknown, name: string, most: number): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string' || value.trim().length > most)
    throw new ScimRefused('invalidValue', `${name} is a text of at most ${most} characters`);
  return value.trim() || undefined;
}

function addressOf(value: unknown): string | undefined {
  const text = textOf(value, 'An e-mail address', 200);
  if (text === undefined) return undefined;
  if (!z.email().safeParse(text).success) throw new ScimRefused('invalidValue', 'This is no e-mail address');
  return text;
}

/** The primary one, or the first. */
function addressIn(emails: unknown): string | undefined {
  if (!Array.isArray(emails)) return undefined;
  const list = emails.filter(isObject);
  const chosen = list.find((one) => booleanOf(fieldOf(one, 'primary')) === true) ?? list[0];
  return chosen && addressOf(fieldOf(chosen, 'value'));
}

const composed = (given: string | undefined, family: string | undefined): string | undefined =>
  [given, family].filter((part) => part !== undefined).join(' ') || undefined;

function localeOf(value: unknown): 'en' | 'ja' | undefined {
  const language = typeof value === 'string' ? value.slice(0, 2).toLowerCase() : '';
  return language === 'ja' || language === 'en' ? language : undefined;
}
const timeZoneOf = (value: unknown): string | undefined => {
  const parsed = TimeZone.safeParse(value);
  return parsed.success ? parsed.data : undefined;
};
function truthOf(value: unknown): boolean {
  const said = booleanOf(value);
  if (said === undefined) throw new ScimRefused('invalidValue', 'active is true or false');
  return said;
}

/** Of somebody new. `house` is what holds where nothing is said. */
export function newUser(body: unknown, house: Pick<UserAttributes, 'locale' | 'timeZone'>): UserAttributes {
  const nobody = { ...house, userName: '', displayName: '', email: '', active: true };
  return replaced(body, { ...nobody, externalId: undefined, givenName: undefined, familyName: undefined });
}

/** PUT: all of it anew. What says whether they may come in stays where it is not said: nobody comes back by an oversight. */
export function replaced(body: unknown, held: UserAttributes): UserAttributes {
  if (!isObject(body)) throw new ScimRefused('invalidSyntax', 'A user is an object');
  const name = fieldOf(body, 'name');
  const part = (field: string, most: number) =>
    isObject(name) ? textOf(fieldOf(name, field), `name.${field}`, most) : undefined;
  const userName = textOf(fieldOf(body, 'username'), 'userName', 200);
  if (userName === undefined) throw new ScimRefused('invalidValue', 'A user has a userName');
  const [givenName, familyName] = [part('givenname', 100), part('familyname', 100)];
  const active = fieldOf(body, 'active');
  return {
    userName,
    externalId: textOf(fieldOf(body, 'externalid'), 'externalId', 200),
    givenName,
    familyName,
    displayName: (
      textOf(fieldOf(body, 'displayname'), 'displayName', 100) ??
      part('formatted', 200) ??
      composed(givenName, familyName) ??
      userName
    ).slice(0, 100),
    email: addressIn(fieldOf(body, 'emails')) ?? (held.email || addressOf(userName)) ?? '',
    active: active === undefined || active === null ? held.active : truthOf(active),
    locale: localeOf(fieldOf(body, 'preferredlanguage')) ?? localeOf(fieldOf(body, 'locale')) ?? held.locale,
    timeZone: timeZoneOf(fieldOf(body, 'timezone')) ?? held.timeZone,
  };
}

/** PATCH: one thing after another. What we keep nothing of is let pass: departments, titles, telephone numbers. */
export function patched(changes: readonly Change[], held: UserAttributes): UserAttributes {
  let now = held;
  for (const change of changes) now = { ...now, ...one(change, now) };
  const isNamed = changes.some(({ path }) => path === 'displayname' || path === 'name.formatted');
  const wasComposed = held.displayName === composed(held.givenName, held.familyName);
  return isNamed || !wasComposed
    ? now
    : { ...now, displayName: (composed(now.givenName, now.familyName) ?? now.displayName).slice(0, 100) };
}

function one({ op, path, value }: Change, held: UserAttributes): Partial<UserAttributes> {
  const said = op === 'remove' ? undefined : value;
  const required = (name: string, most: number): string => {
    const text = textOf(said, name, most);
    if (text === undefined) throw new ScimRefused('invalidValue', `${name} is not empty`);
    return text;
  };
  if (path === 'active') return op === 'remove' ? {} : { active: truthOf(value) };
  if (path === 'username') return { userName: required('userName', 200) };
  if (path === 'externalid') return { externalId: textOf(said, 'externalId', 200) };
  if (path === 'displayname' || path === 'name.formatted')
    return { displayName: textOf(said, 'displayName', 100) ?? held.displayName };
  if (path === 'name.givenname') return { givenName: textOf(said, 'name.givenName', 100) };
  if (path === 'name.familyname') return { familyName: textOf(said, 'name.familyName', 100) };
  // Whoever takes the address away takes it from nobody: Barry writes to them by it.
  if (path === 'emails') return { email: addressIn(said) ?? held.email };
  if (/^emails\[(type eq "work"|primary eq "?true"?)\](\.value)?$/.test(path) || path === 'emails.value')
    return { email: addressOf(isObject(said) ? fieldOf(said, 'value') : said) ?? held.email };
  if (path === 'preferredlanguage' || path === 'locale') return { locale: localeOf(said) ?? held.locale };
  if (path === 'timezone') return { timeZone: timeZoneOf(said) ?? held.timeZone };
  return {};
}

export const isSameUser = (a: UserAttributes, b: UserAttributes): boolean =>
  JSON.stringify(a, Object.keys(a).sort()) === JSON.stringify(b, Object.keys(b).sort());
