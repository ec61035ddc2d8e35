import { TwimlPlayer } from './twiml-player.js';

export type Status =
  'queued' | 'ringing' | 'in-progress' | 'completed' | 'busy' | 'no-answer' | 'canceled' | 'failed';
/** Posts a form to one of the addresses that came with the call; gives the document that came back. */
export type Tell = (url: string, form: Record<string, string>) => Promise<string>;

/** One call as the telephone network and the person at its end see it. */
export class SimulatedCall {
  status: Status = 'queued';
  /** Everything that was said into the receiver. */
  readonly heard: string[] = [];
  /** How long it was talked; told at the end. */
  talkedSeconds = 0;
  private sequence = 0;
  private player: TwimlPlayer | undefined;

  constructor(
    readonly sid: string,
    readonly made: URLSearchParams,
    readonly createdAt: Date,
    private readonly accountSid: string,
    private readonly tell: Tell,
  ) {}

  get to(): string {
    return this.made.get('To') ?? '';
  }

  get from(): string {
    return this.made.get('From') ?? '';
  }

  get isOver(): boolean {
    return !['queued', 'ringing', 'in-progress'].includes(this.status);
  }

  initiate(): Promise<void> {
    return this.report('initiated');
  }

  async ring(): Promise<void> {
    this.status = 'ringing';
    await this.report('ringing');
  }

  /** A person or a machine: the network cannot tell. */
  async pickUp(): Promise<void> {
    this.status = 'in-progress';
    await this.report('in-progress', 'answered');
    await this.play(this.made.get('Twiml') ?? '');
  }

  /** What answers is found out beside the call. */
  async detect(who: 'human' | 'machine_start' | 'fax'): Promise<void> {
    const url = this.made.get('AsyncAmdStatusCallback');
    if (this.made.get('MachineDetection') !== 'Enable' || url === null) return;
    await this.tell(url, {
      CallSid: this.sid,
      AccountSid: this.accountSid,
      AnsweredBy: who,
      MachineDetectionDuration: '3900',
    });
  }

  async press(digit: string): Promise<void> {
    const gather = this.player?.gather;
    if (this.isOver || !gather) throw new Error(`${this.to} is not asked for a key`);
    await this.ask(gather.action, { Digits: digit, FinishedOnKey: '' });
  }

  /** As long as a key is waited for. */
  async stayQuiet(): Promise<void> {
    const gather = this.player?.gather;
    if (this.isOver || !gather) throw new Error(`${this.to} is not asked for a key`);
    if (gather.tellsSilence) return this.ask(gather.action, {});
    this.player?.goOn();
    await this.endWhenSaid();
  }

  async end(status: Status): Promise<void> {
    if (this.isOver) return;
    this.status = status;
    await this.report(status, 'completed');
  }

  private async ask(action: string, form: Record<string, string>): Promise<void> {
    try {
      await this.play(
        await this.tell(action, { ...this.base(), CallStatus: 'in-progress', ...form, msg: 'Gather End' }),
      );
    } catch {
      this.heard.push('An application error has occurred.');
      await this.end('completed');
    }
  }

  private async play(document: string): Promise<void> {
    this.player = new TwimlPlayer(document, (text) => this.heard.push(text));
    await this.endWhenSaid();
  }

  private async endWhenSaid(): Promise<void> {
    if (this.player?.hasEnded) await this.end('completed');
  }

  private async report(status: string, event = status): Promise<void> {
    const url = this.made.get('StatusCallback');
    if (url === null || !this.made.getAll('StatusCallbackEvent').includes(event)) return;
    // A state that nobody wanted to hear is lost; the call goes on.
    await this.tell(url, {
      ...this.base(),
      CallStatus: status,
      ...(this.isOver && { CallDuration: String(this.talkedSeconds) }),
      SequenceNumber: String(this.sequence++),
      CallbackSource: 'call-progress-events',
    }).catch(() => '');
  }

  private base(): Record<string, string> {
    return {
      AccountSid: this.accountSid,
      ApiVersion: '2010-04-01',
      CallSid: this.sid,
      Direction: 'outbound-api',
      From: this.from,
      To: this.to,
    };
  }
}
