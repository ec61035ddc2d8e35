/** What is written down one by one; the rest of a minute is one row with a number. */
export const ROWS_A_MINUTE = { ofAddress: 10, inAll: 60 } as const;
const MINUTE_MS = 60_000;

/** Failures of one minute that have no row of their own. */
export interface Summary {
  /** Empty for those that came from too many places to name. */
  readonly address: string;
  readonly count: number;
  readonly from: Date;
  readonly until: Date;
}

/** Decides which failed sign-ins get a row, so that whoever tries all passwords cannot fill the audit log for ever. */
export class FailureCounter {
  private minute = 0;
  private rows = 0;
  private readonly rowsOf = new Map<string, number>();
  private readonly unwritten = new Map<string, number>();
  private finished: readonly Summary[] = [];

  /** Whether this one is written down; otherwise it is counted. */
  takeRow(address: string, nowMs: number): boolean {
    this.begin(nowMs);
    const own = this.rowsOf.get(address) ?? 0;
    if (own < ROWS_A_MINUTE.ofAddress && this.rows < ROWS_A_MINUTE.inAll) {
      this.rows += 1;
      this.rowsOf.set(address, own + 1);
      return true;
    }
    // Addresses without number must not become keys without number.
    const named = own < ROWS_A_MINUTE.ofAddress ? '' : address;
    this.unwritten.set(named, (this.unwritten.get(named) ?? 0) + 1);
    return false;
  }

  /** Of the minutes that are over, once. */
  summaries(nowMs: number): readonly Summary[] {
    this.begin(nowMs);
    const { finished } = this;
    this.finished = [];
    return finished;
  }

  /** They could not be written: the next look has them again. */
  giveBack(summaries: readonly Summary[]): void {
    this.finished = [...summaries, ...this.finished];
  }

  private begin(nowMs: number): void {
    const minute = Math.floor(nowMs / MINUTE_MS);
    if (minute === this.minute) return;
    const from = new Date(this.minute * MINUTE_MS);
    const until = new Date((this.minute + 1) * MINUTE_MS);
    this.finished = [
      ...this.finished,
      ...[...this.unwritten].map(([address, count]) => ({ address, count, from, until })),
    ];
    this.minute = minute;
    this.rows = 0;
    this.rowsOf.clear();
    this.unwritten.clear();
  }
}
