/** One verb of a document, with what stands in it. */
interface Verb {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly inner: string;
}

/** Who waits for a key, and where it goes. */
export interface Gather {
  readonly action: string;
  readonly tellsSilence: boolean;
}

/** Reads a document as Twilio does: verb by verb, until somebody must press a key. */
export class TwimlPlayer {
  private verbs: Verb[];
  private waiting: Gather | undefined;
  private isOver = false;

  constructor(
    document: string,
    private readonly say: (text: string) => void,
  ) {
    this.verbs = verbsOf(/^<\?xml[^>]*\?><Response>(.*)<\/Response>$/s.exec(document.trim())?.[1]);
    this.play();
  }

  get gather(): Gather | undefined {
    return this.waiting;
  }

  /** Nothing is left to be said: the call ends. */
  get hasEnded(): boolean {
    return this.isOver;
  }

  /** Nobody pressed anything. */
  goOn(): void {
    this.waiting = undefined;
    this.play();
  }

  private play(): void {
    for (let verb = this.verbs.shift(); verb; verb = this.verbs.shift()) {
      if (verb.name === 'Say') this.say(textOf(verb.inner));
      if (verb.name === 'Hangup') break;
      if (verb.name !== 'Gather') continue;
      for (const { inner } of verbsOf(verb.inner)) this.say(textOf(inner));
      const { action = '', actionOnEmptyResult } = verb.attributes;
      this.waiting = { action, tellsSilence: actionOnEmptyResult === 'true' };
      return;
    }
    this.isOver = true;
  }
}

function verbsOf(content: string | undefined): Verb[] {
  if (content === undefined) throw new Error('12100: this is no TwiML document');
  return [...content.matchAll(/<(\w+)([^>]*?)(?:\/>|>(.*?)<\/\1>)/gs)].map(
    ([, name = '', written = '', inner = '']) => ({
      name,
      inner,
      attributes: Object.fromEntries(
        [...written.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, textOf(value)]),
      ),
    }),
  );
}

const SIGNS: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
const textOf = (written: string): string =>
  written.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (_, hex?: string, code?: string, name?: string) => {
    if (hex !== undefined) return String.fromCodePoint(parseInt(hex, 16));
    return code === undefined ? (SIGNS[name ?? ''] ?? '?') : String.fromCodePoint(Number(code));
  });
