import { runBarry } from '../../src/cli/program.js';
import type { Screen } from '../../src/cli/surroundings.js';
import { SystemClock } from '../../src/platform/clock/system-clock.js';
import type { House } from './house.js';

/** What a command wrote so far; tests wait for words, not for time. */
export class Page implements Screen {
  readonly columns = 100;
  readonly rows = 30;
  text = '';
  private readonly readers = new Set<() => void>();

  constructor(readonly isTerminal = false) {}

  write(text: string): void {
    this.text += text;
    for (const read of this.readers) read();
  }

  async until(words: string | RegExp): Promise<void> {
    const isThere = (): boolean => this.text.search(words) >= 0;
    while (!isThere())
      await new Promise<void>((resolve) => {
        this.readers.add(resolve);
      });
  }
}

export interface Typed {
  readonly out: Page;
  readonly err: Page;
  readonly exit: Promise<number>;
}

export interface TypedOptions {
  readonly token?: string;
  /** Absent: the house's own port. */
  readonly server?: string;
  readonly isTerminal?: boolean;
  readonly input?: string;
}

/** `barry …` as somebody types it, against the real gRPC port. */
export function barry(house: House, args: readonly string[], options: TypedOptions = {}): Typed {
  const out = new Page(options.isTerminal);
  const err = new Page();
  const environment = {
    servers: options.server ?? house.wire.address,
    token: options.token,
    tokenFile: '/nowhere/token',
    wantsColour: false,
  };
  const exit = runBarry(
    args,
    {
      environment,
      clock: new SystemClock(),
      out,
      err,
      timeZone: 'Asia/Tokyo',
      readInput: () => Promise.resolve(options.input ?? ''),
    },
    '0.0.0',
  );
  return { out, err, exit };
}
