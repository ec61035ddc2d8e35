import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import type { WriteStream } from 'node:tty';
import { SystemClock } from '../platform/clock/system-clock.js';
import { cliEnvironment } from './environment.js';
import { runBarry } from './program.js';
import type { Screen } from './surroundings.js';

/** Where nothing tells the width, as if nothing limited it. */
const ENDLESS = 10_000;

const screenOf = (stream: WriteStream): Screen => ({
  write: (said) => void stream.write(said),
  get isTerminal() {
    return stream.isTTY;
  },
  get columns() {
    return stream.columns || ENDLESS;
  },
  get rows() {
    return stream.rows || ENDLESS;
  },
});

// `barry oncall | head` closes the pipe early; that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
process.exitCode = await runBarry(
  process.argv.slice(2),
  {
    environment: cliEnvironment(),
    clock: new SystemClock(),
    out: screenOf(process.stdout),
    err: screenOf(process.stderr),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    readInput: () => text(process.stdin),
  },
  version,
);
