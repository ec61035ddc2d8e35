import { Api } from './api.js';
import type { Language } from './screens.js';
import { PASSWORD, type Person, theWorld } from './world.js';

interface Wish {
  readonly role?: 'admin' | 'member' | 'read-only';
  /** Of these teams. */
  readonly owns?: readonly string[];
}

/** Somebody of a test's own: what is done to an account stays done. */
export async function somebody(
  language: Language,
  name: string,
  { role, owns = [] }: Wish = {},
): Promise<Person> {
  const world = theWorld();
  const email = `${name.toLowerCase().replaceAll(' ', '-')}-${language}@example.org`;
  const api = new Api(world.origin, world.people.misaki.token);
  const full = `${name} ${language}`;
  const { userId } = await api.post<{ userId: string }>('/users', {
    name: full,
    email,
    password: PASSWORD,
    locale: language,
    timeZone: 'Asia/Tokyo',
    ...(role ? { role } : {}),
  });
  for (const teamId of owns) await api.put(`/teams/${teamId}/members/${userId}`, { role: 'owner' });
  return { userId, name: full, email, token: '' };
}

/** The API as they use it, by a session of its own. */
export async function byApi({ email }: Person): Promise<Api> {
  const { origin } = theWorld();
  const { token } = await new Api(origin).post<{ token: string }>('/sign-in', { email, password: PASSWORD });
  return new Api(origin, token);
}
