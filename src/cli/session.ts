import { readFileSync } from 'node:fs';
import { ApiClient } from './api-client.js';
import { serversOf } from './arguments.js';
import { CliFailure } from './failures.js';
import type { Surroundings } from './surroundings.js';
import { inColour, type Paint, type Tone, withoutColour } from './text.js';
import { tokenOf } from './token.js';

/** Options that every command has. */
export interface CommonOptions {
  readonly server?: readonly string[];
  readonly tls?: true;
  readonly ca?: string;
  readonly json?: true;
  readonly quiet?: true;
}

/** One run of one command: where it asks, and how it tells. */
export class Session {
  readonly api: ApiClient;
  readonly paint: Paint;

  constructor(
    readonly options: CommonOptions,
    readonly around: Surroundings,
  ) {
    const { environment, clock, out } = around;
    this.paint = out.isTerminal && environment.wantsColour ? inColour : withoutColour;
    this.api = new ApiClient({
      servers: serversOf(options.server ?? [], environment.servers),
      token: tokenOf(environment),
      tls: tlsOf(options),
      clock,
    });
  }

  /** Whether words and boards are wanted at all. */
  get isTalking(): boolean {
    return !this.options.json && !this.options.quiet;
  }

  say(text: string, tone: Tone = 'plain'): void {
    if (this.isTalking) this.around.out.write(`${this.paint(tone, text)}\n`);
  }

  /** The view as the server gives it, for machines. */
  show(view: object): void {
    if (this.options.json) this.around.out.write(`${JSON.stringify(view, null, 2)}\n`);
  }

  /** Beside the result: it may be redirected. */
  warn(text: string): void {
    if (!this.options.quiet) this.around.err.write(`barry: ${text}\n`);
  }
}

function tlsOf({ tls, ca }: CommonOptions): { readonly authority?: Buffer } | undefined {
  if (ca === undefined) return tls ? {} : undefined;
  try {
    return { authority: readFileSync(ca) };
  } catch (error) {
    const reason = (error as { code?: string }).code ?? 'unknown fault';
    throw new CliFailure('CA_UNREADABLE', `${ca} cannot be read (${reason})`);
  }
}
