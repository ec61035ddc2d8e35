import { Injectable, signal } from '@angular/core';
import { Capacitor } from '@capacitor/core';
import { kept } from './kept';

/** The addresses of the one server. Names fail (a whole top-level domain did), so each is tried in turn. */
@Injectable({ providedIn: 'root' })
export class Servers {
  private readonly saved = kept<string[]>('barry.servers');
  private readonly list = signal<readonly string[]>(this.saved.get() ?? home());
  /** Best first: the one that answered last. */
  readonly addresses = this.list.asReadonly();

  use(addresses: readonly string[]): void {
    this.keep(unique(addresses));
  }

  /** It answered: it is asked first from now on. */
  answered(address: string): void {
    const [first] = this.list();
    if (first !== address) this.keep([address, ...this.list().filter((other) => other !== address)]);
  }

  /** Receipt addresses name the server's other domains. */
  learn(urls: readonly string[]): void {
    const found = urls.map(originOf).filter((origin) => origin !== undefined);
    const all = unique([...this.list(), ...found]);
    if (all.length > this.list().length) this.keep(all.slice(0, 8));
  }

  /** Of many names, those that this page may ask: a secure page cannot ask an open one. */
  usable(): readonly string[] {
    if (location.protocol !== 'https:' || Capacitor.isNativePlatform()) return this.list();
    const secure = this.list().filter((address) => address.startsWith('https:'));
    return secure.length > 0 ? secure : this.list();
  }

  private keep(addresses: readonly string[]): void {
    this.list.set(addresses);
    this.saved.set([...addresses]);
  }
}

/** `https://host[:port]`, or undefined for what is no address. */
export function originOf(text: string): string | undefined {
  const written = text.trim();
  if (!/^(https?:\/\/\S+|[\w.-]+(:\d+)?(\/\S*)?)$/.test(written)) return undefined;
  try {
    const url = new URL(/^https?:\/\//.test(written) ? written : `https://${written}`);
    return /^https?:$/.test(url.protocol) && url.hostname !== '' ? url.origin : undefined;
  } catch {
    return undefined;
  }
}

/** In a browser the app lies on its own server; an installed shell must be told. */
const home = (): string[] => (Capacitor.isNativePlatform() ? [] : [location.origin]);
const unique = (list: readonly string[]): string[] => [...new Set(list)];
