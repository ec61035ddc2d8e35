/** Something a person can put right: shown as one plain line, without a stack. */
export class Problem extends Error {
  /** @param {string} message @param {{ exitCode?: number, cause?: unknown }} [options] */
  constructor(message, { exitCode = 1, cause } = {}) {
    super(message, { cause });
    this.name = 'Problem';
    this.exitCode = exitCode;
  }
}
