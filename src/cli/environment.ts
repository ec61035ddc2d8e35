import { homedir } from 'node:os';
import { join } from 'node:path';

/** What the command line takes from its environment; nothing else of it reads there. */
export interface CliEnvironment {
  /** As in `--server`, with commas between several. */
  readonly servers: string | undefined;
  readonly token: string | undefined;
  readonly tokenFile: string;
  readonly wantsColour: boolean;
}

type Names = Readonly<Record<string, string | undefined>>;

export function cliEnvironment(names: Names = process.env): CliEnvironment {
  const folder = names['XDG_CONFIG_HOME'] || join(names['HOME'] || homedir(), '.config');
  return {
    servers: names['BARRY_SERVER'] || undefined,
    token: names['BARRY_TOKEN'] || undefined,
    tokenFile: join(folder, 'barry', 'token'),
    wantsColour: !names['NO_COLOR'] && names['TERM'] !== 'dumb',
  };
}
