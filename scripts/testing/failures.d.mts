export interface Failure {
  readonly name: string;
  /** The file and the line, as far as they are known. */
  readonly where: string;
  readonly why: string;
}

export function jestFailures(report: object): readonly Failure[];
export function playwrightFailures(report: object): readonly Failure[];
export function toolFailure(name: string, output: string): Failure;
export function inFull(failures: readonly Failure[]): string;
