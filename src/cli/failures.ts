/** What the shell sees; `docs/cli.md` promises these numbers. */
export const EXIT = { ok: 0, error: 1, usage: 2, exhausted: 3, over: 4, timeout: 5, broken: 6 } as const;

/** Ends a command with one line on stderr. `code` is stable, the message is for people. */
export class CliFailure extends Error {
  readonly exit: number = EXIT.error;

  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = new.target.name;
  }
}

/** What was typed cannot be meant. */
export class WrongUsage extends CliFailure {
  override readonly exit = EXIT.usage;

  constructor(message: string) {
    super('USAGE', message);
  }
}

/** No server answered; another try may find one. */
export class Unreachable extends CliFailure {}
