export type Status =
  | 'started'
  | 'ringing'
  | 'answered'
  | 'machine'
  | 'completed'
  | 'busy'
  | 'timeout'
  | 'unanswered'
  | 'cancelled'
  | 'failed'
  | 'rejected';
/** Posts JSON to one of the addresses that came with the call; gives the body that came back. */
export type Tell = (url: string, body: object) => Promise<string>;

/** What was asked for, as Vonage reads it. */
export interface MadeCall {
  readonly to: readonly { readonly type: string; readonly number: string }[];
  readonly from: { readonly type: string; readonly number: string };
  readonly ncco: readonly Action[];
  readonly event_url?: readonly string[];
  readonly ringing_timer?: number;
  readonly length_timer?: number;
  readonly machine_detection?: string;
}
interface Action {
  readonly action: string;
  readonly text?: string;
  readonly language?: string;
  readonly eventUrl?: readonly string[];
}

const OVER: readonly Status[] = [
  'completed',
  'busy',
  'timeout',
  'unanswered',
  'cancelled',
  'failed',
  'rejected',
];

/** One call as the telephone network and the person at its end see it. */
export class SimulatedCall {
  status: Status = 'started';
  /** Everything that was said into the receiver. */
  readonly heard: string[] = [];
  /** How long it was talked, and what is taken for it; told at the end. */
  talkedSeconds = 0;
  price = '0.00000000';
  private actions: Action[] = [];
  private keysTo: string | undefined;

  constructor(
    readonly uuid: string,
    readonly made: MadeCall,
    readonly createdAt: Date,
    private readonly tell: Tell,
  ) {}

  get to(): string {
    return this.made.to[0]?.number ?? '';
  }

  get isOver(): boolean {
    return OVER.includes(this.status);
  }

  start(): Promise<void> {
    return this.report('started');
  }

  ring(): Promise<void> {
    return this.report('ringing');
  }

  async pickUp(): Promise<void> {
    await this.report('answered');
    await this.play(this.made.ncco);
  }

  async detectMachine(): Promise<void> {
    if (this.made.machine_detection === 'continue') await this.report('machine');
  }

  press(digit: string): Promise<void> {
    return this.key({ digits: digit, timed_out: false });
  }

  /** As long as a key is waited for. */
  stayQuiet(): Promise<void> {
    return this.key({ digits: '', timed_out: true });
  }

  async end(status: Status): Promise<void> {
    if (!this.isOver) await this.report(status);
  }

  private async key(dtmf: object): Promise<void> {
    const url = this.keysTo;
    if (this.isOver || url === undefined) throw new Error(`${this.to} is not asked for a key`);
    this.keysTo = undefined;
    const answer = await this.tell(url, { ...this.base(), dtmf, speech: { results: [] } }).catch(() => '');
    const next = answer === '' ? undefined : (JSON.parse(answer) as readonly Action[]);
    await this.play(next ?? this.actions);
  }

  /** Action by action, until somebody must press a key; without another action the call ends. */
  private async play(ncco: readonly Action[]): Promise<void> {
    this.actions = [...ncco];
    for (let one = this.actions.shift(); one; one = this.actions.shift()) {
      if (one.action === 'talk') this.heard.push(one.text ?? '');
      if (one.action !== 'input') continue;
      this.keysTo = one.eventUrl?.[0];
      return;
    }
    await this.end('completed');
  }

  private async report(status: Status): Promise<void> {
    this.status = status;
    const url = this.made.event_url?.[0];
    if (url === undefined) return;
    const bill =
      status === 'completed' ? { duration: String(this.talkedSeconds), rate: '0.10', price: this.price } : {};
    const told = {
      ...this.base(),
      ...bill,
      status,
      direction: 'outbound',
      timestamp: new Date().toISOString(),
    };
    // A state that nobody wanted to hear is lost; the call goes on.
    await this.tell(url, told).catch(() => '');
  }

  private base(): object {
    return {
      from: this.made.from.number,
      to: this.to,
      uuid: this.uuid,
      conversation_uuid: `CON-${this.uuid}`,
    };
  }
}
