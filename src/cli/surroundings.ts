import type { Clock } from '../platform/clock/clock.js';
import type { CliEnvironment } from './environment.js';

export interface Screen {
  write(text: string): void;
  readonly isTerminal: boolean;
  readonly columns: number;
  readonly rows: number;
}

/** Everything of the machine that a command touches. */
export interface Surroundings {
  readonly environment: CliEnvironment;
  readonly clock: Clock;
  readonly out: Screen;
  readonly err: Screen;
  readonly timeZone: string;
  readInput(): Promise<string>;
}
