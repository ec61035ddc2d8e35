import { Command, CommanderError, Option } from 'commander';
import type { TriggerOptions } from './alert.command.js';
import { wholeNumber, withLabel } from './arguments.js';
import type { VerifyOptions } from './audit.command.js';
import type { CanaryOptions } from './canary.command.js';
import type { EscalateOptions } from './escalate.command.js';
import { CliFailure, EXIT } from './failures.js';
import type { OncallOptions } from './oncall.command.js';
import type { CommonOptions, Session } from './session.js';
import type { Surroundings } from './surroundings.js';
import {
  AFTER_ALERT,
  AFTER_AUDIT,
  AFTER_CANARY,
  AFTER_ESCALATE,
  AFTER_HELP,
  AFTER_ONCALL,
  AFTER_SECRETS,
} from './help.js';

const SEVERITIES = ['critical', 'high', 'warning', 'info', 'unknown'];

type Act = (session: Session) => Promise<number>;
/** With a token of the command's own, if it has one. */
type Run = (act: Act, token?: string) => Promise<void>;
const collected = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

/** Runs one command line; gives back what the shell is told. */
export async function runBarry(
  args: readonly string[],
  around: Surroundings,
  version: string,
): Promise<number> {
  let exit: number = EXIT.ok;
  const program = programOf(around, version, async (act, token) => {
    const own = token === undefined ? around : withToken(around, token);
    exit = await inSession(program.opts<CommonOptions>(), own, act);
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return exit;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    around.err.write(`barry: ${lineOf(error)}\n`);
    return error instanceof CliFailure ? error.exit : EXIT.error;
  }
}

/** What a command needs beyond its options costs time to load: only a command that runs pays. */
async function inSession(options: CommonOptions, around: Surroundings, act: Act): Promise<number> {
  const { Session } = await import('./session.js');
  const session = new Session(options, around);
  try {
    return await act(session);
  } finally {
    session.api.close();
  }
}

const withToken = (around: Surroundings, token: string): Surroundings => ({
  ...around,
  environment: { ...around.environment, token },
});

const lineOf = (error: unknown): string => {
  const code = error instanceof CliFailure ? error.code : 'UNEXPECTED';
  return `${code}: ${error instanceof Error ? error.message : String(error)}`.replace(/\s+/g, ' ');
};

function programOf(around: Surroundings, version: string, run: Run): Command {
  const program = new Command('barry')
    .description('Rings the right people until somebody takes it.')
    .version(version, '--version', 'show the version')
    .helpOption('-h, --help', 'show help')
    .option('--server <host:port>', 'where Barry answers gRPC; again for the next to try', collected)
    .option('--tls', 'speak TLS, trusting the authorities of this machine')
    .option('--ca <file>', 'speak TLS, trusting the authority in this PEM file')
    .option('--json', 'print the answer as JSON')
    .option('-q, --quiet', 'print nothing but errors')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => around.out.write(text),
      writeErr: (text) => around.err.write(text),
      outputError: (text, write) =>
        write(
          `barry: USAGE: ${text
            .replace(/^error: /, '')
            .replace(/\s+/g, ' ')
            .trim()}\n`,
        ),
    })
    .exitOverride()
    .addHelpText('after', AFTER_HELP);
  addAlert(program, run);
  addEscalate(program, run);
  addOncall(program, run);
  addCanary(program, run);
  addAudit(program, run);
  addSecrets(program, run);
  return program;
}

const severityOption = (): Option => new Option('--severity <word>', 'how bad it is').choices(SEVERITIES);

function addAlert(program: Command, run: Run): void {
  const alert = program
    .command('alert')
    .description('open an alert, or resolve one')
    .addHelpText('after', AFTER_ALERT);
  alert
    .command('trigger')
    .description('open an alert, or count it on the one with its key; calls people by their rules')
    .argument('<title>', 'what is wrong, in one line')
    .addOption(severityOption())
    .option('--team <slug>', 'whose it is; without team and service the catch-all team is called')
    .option('--service <slug>', 'what is broken')
    .option('--host <name>', 'where it is broken')
    .option('--key <key>', 'names the problem: the same key is the same alert')
    .option('--label <key=value>', 'anything else; again for more', withLabel)
    .option('--description <text>', 'the long story')
    .action((title: string, options: TriggerOptions) =>
      run(async (session) => (await import('./alert.command.js')).triggerAlert(session, title, options)),
    );
  alert
    .command('resolve')
    .description('say that it is over; stops the ringing')
    .argument('[alert]', 'ALT-12, or the id')
    .option('--key <key>', 'the key it was triggered with')
    .action((named: string | undefined, options: { readonly key?: string }) =>
      run(async (session) => (await import('./alert.command.js')).resolveAlert(session, named, options)),
    );
}

function addEscalate(program: Command, run: Run): void {
  program
    .command('escalate')
    .description('call people until somebody takes it; shows who is reached, stage by stage')
    .option('--team <slug>', 'call by the rules of this team')
    .option('--policy <id>', 'call by this policy')
    .option('--person <email...>', 'call these people, all at once')
    .requiredOption('--title <text>', 'what it is about, in one line')
    .option('--message <text>', 'what they read when they answer; - reads it from standard input')
    .addOption(severityOption())
    .option('--no-wait', 'start it and come back at once')
    .option('--timeout <seconds>', 'come back after that long; the calling goes on')
    .addHelpText('after', AFTER_ESCALATE)
    .action((options: EscalateOptions) =>
      run(async (session) => (await import('./escalate.command.js')).escalate(session, options)),
    );
}

function addOncall(program: Command, run: Run): void {
  program
    .command('oncall')
    .description('who is on duty, until when, and who is next')
    .option('--team <slug>', 'of this team only')
    .option('--at <time>', 'then, not now: RFC 3339, such as 2026-11-30T09:00:00+09:00')
    .addHelpText('after', AFTER_ONCALL)
    .action((options: OncallOptions) =>
      run(async (session) => (await import('./oncall.command.js')).showOncall(session, options)),
    );
}

function addAudit(program: Command, run: Run): void {
  program
    .command('audit')
    .description('the audit log')
    .command('verify')
    .description('go along its hash chain; names the first row that does not hold')
    .option('--from <number>', 'begin at this row', wholeNumber)
    .option('--checkpoint <number:hash>', 'what the log said before: this number had this hash')
    .option('--file <path>', 'of an exported file (JSON Lines), without a server')
    .addHelpText('after', AFTER_AUDIT)
    .action(async (options: VerifyOptions) => {
      // A file is looked at without a server, and so without a token.
      const token = options.file === undefined ? undefined : 'none';
      await run(async (session) => (await import('./audit.command.js')).verifyAudit(session, options), token);
    });
}

function addSecrets(program: Command, run: Run): void {
  program
    .command('secrets')
    .description('what is sealed in the database')
    .command('rotate')
    .description('seal everything with the present key; says how much is left, and may be broken off')
    .addHelpText('after', AFTER_SECRETS)
    .action(() => run(async (session) => (await import('./secrets.command.js')).rotateSecrets(session)));
}

function addCanary(program: Command, run: Run): void {
  program
    .command('canary')
    .description('a device without a screen: proves each ring that reaches it, and answers none')
    .requiredOption('--device <file>', 'keeps its token; where there is none yet, BARRY_TOKEN enrols it')
    .option('--name <text>', 'what the new device is called', 'canary')
    .option('--once', 'end after the first ring')
    .addHelpText('after', AFTER_CANARY)
    .action(async (options: CanaryOptions) => {
      const { storedDevice } = await import('./canary.device.js');
      const { enrolCanary, runCanary } = await import('./canary.command.js');
      let device = storedDevice(options.device);
      if (!device)
        await run(async (session) => {
          device = await enrolCanary(session, options);
          return EXIT.ok;
        });
      const known = device;
      if (known) await run((session) => runCanary(session, known, options), known.deviceToken);
    });
}
