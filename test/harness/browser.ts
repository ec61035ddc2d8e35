import type { House } from './house.js';

export interface Arrived {
  readonly url: string;
  readonly status: number;
  readonly text: string;
}

/** Follows where it is led and keeps the cookies of each host, as a browser does. */
export class Browser {
  private readonly jars = new Map<string, Map<string, string>>();
  /** Every address on the way. */
  readonly trail: string[] = [];

  constructor(private readonly house: House) {}

  /** Until a page of the house, or one that leads no further; `stopAt` is not called any more. */
  async go(url: string, stopAt?: RegExp): Promise<Arrived> {
    let at = url;
    for (let hops = 0; hops < 20; hops += 1) {
      if (stopAt?.test(at) === true) return { url: at, status: 0, text: '' };
      const answer = await this.fetch(at);
      const to = answer.headers.get('location');
      if (to === null) return { url: at, status: answer.status, text: await answer.text() };
      at = new URL(to, at).href;
      if (this.isPage(at)) return { url: at, status: 200, text: '' };
    }
    throw new Error(`Round and round: ${this.trail.join(' ')}`);
  }

  async fetch(url: string, init: RequestInit = {}): Promise<Response> {
    this.trail.push(url);
    const jar = this.jar(url);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url, {
      ...init,
      redirect: 'manual',
      headers: { ...(init.headers as Record<string, string> | undefined), ...(cookie ? { cookie } : {}) },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') jar.delete(name);
      else jar.set(name, value);
      this.house.planted.plant(`cookie ${name}`, value);
    }
    return answer;
  }

  /** Of the house. */
  cookies(): ReadonlyMap<string, string> {
    return this.jar(this.house.origin);
  }

  setCookie(name: string, value: string): void {
    this.jar(this.house.origin).set(name, value);
  }

  private jar(url: string): Map<string, string> {
    const { host } = new URL(url);
    const jar = this.jars.get(host) ?? new Map<string, string>();
    this.jars.set(host, jar);
    return jar;
  }

  private isPage(url: string): boolean {
    const { origin, pathname } = new URL(url);
    return origin === this.house.origin && !pathname.startsWith('/api/');
  }
}
