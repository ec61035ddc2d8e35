export interface Result {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly string[];
}

export function fromJest(report: object): Result;
export function fromPlaywright(report: object): Result;
export function summed(results: readonly Result[]): Result;
export function inWords(result: Result): string;
