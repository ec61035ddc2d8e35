import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Actor, Crowd } from './crowd.js';

export interface Said {
  readonly status: string;
  readonly text: string;
  readonly ms: number;
}

/** What somebody who looks for a way in would like to read. */
const INSIDES =
  /\bat [^\n"]{1,200}\((?:file|node):|node_modules|\/(?:src|dist)\/[a-z-]+\/|\.[tj]s:\d+:\d+|QueryFailedError|EntityNotFound|violates [a-z-]+ constraint|syntax error at or near|invalid input syntax|relation "\w+"|duplicate key value|Cannot read propert|is not a function|Maximum call stack|\bpg_\w+|\bTypeError\b|\bRangeError\b/;
/** Nobody waits longer; most of it is for others that are asked at the same time on a busy machine. */
const PATIENCE_MS = 20_000;

/** What is wrong with an answer, whoever asked for whatever. */
export function faultsIn({ status, text, ms }: Said, actor: Actor, { planted }: Crowd): readonly string[] {
  const faults: string[] = [];
  const inside = INSIDES.exec(text)?.[0];
  if (inside !== undefined) faults.push(`${status} shows the inside: ${inside}`);
  for (const [word, kind] of planted)
    if (!actor.sees.has(kind) && text.includes(word)) faults.push(`${actor.name} sees ${word} (${kind})`);
  if (ms > PATIENCE_MS) faults.push(`it took ${Math.round(ms)} ms`);
  return faults;
}

/** Every code that the server's source has, and those of the adapter. */
export const KNOWN_CODES: ReadonlySet<string> = new Set([
  ...globSync('src/**/*.ts', { cwd: root() }).flatMap((file) =>
    [...readFileSync(join(root(), file), 'utf8').matchAll(/code = '([A-Z_]+)'/g)].map(
      ([, code = '']) => code,
    ),
  ),
  ...[400, 404, 405, 408, 411, 413, 414, 415, 417, 431].map((status) => `HTTP_${status}`),
]);

function root(): string {
  return join(import.meta.dirname, '../../..');
}
