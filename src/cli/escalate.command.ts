import type { EscalationView } from '../modules/escalation/escalation.dto.js';
import { escalation } from '../modules/escalation/escalation.operations.js';
import { checked, given, secondsOf } from './arguments.js';
import { boardOf, headOf, redraw, StageLog } from './board.js';
import { type Chain, decisiveOf } from './chain.js';
import { endText, exitOf } from './escalate-end.js';
import { EXIT, WrongUsage } from './failures.js';
import { follow } from './follow.js';
import { teamIdOf, userIdOf } from './lookups.js';
import type { Session } from './session.js';

export interface EscalateOptions {
  readonly team?: string;
  readonly policy?: string;
  readonly person?: readonly string[];
  readonly title: string;
  readonly message?: string;
  readonly severity?: string;
  /** False for `--no-wait`. */
  readonly wait: boolean;
  readonly timeout?: string;
}

/** On a terminal the seconds are seen to pass. */
const POLL_MS = { terminal: 1_000, lines: 2_000 };

export async function escalate(session: Session, options: EscalateOptions): Promise<number> {
  const { around, api } = session;
  const timeoutSeconds = options.timeout === undefined ? undefined : secondsOf(options.timeout);
  const started = await start(session, options);
  if (!options.wait) {
    session.show(started);
    session.say(headOf(started));
    return EXIT.ok;
  }
  const isTerminal = around.out.isTerminal && session.isTalking;
  const end = await follow(api, started, {
    clock: around.clock,
    timeoutSeconds,
    pollMs: isTerminal ? POLL_MS.terminal : POLL_MS.lines,
    show: isTerminal ? drawing(session) : writing(session),
    troubled: (reason) => session.warn(`${reason}; the calling goes on, asking again`),
  });
  session.show(decisiveOf(end.chain));
  const { words, tone } = endText(end);
  session.say(words, tone);
  return exitOf(end);
}

async function start({ api, around }: Session, options: EscalateOptions): Promise<EscalationView> {
  const { team, policy: policyId, person, title, severity } = options;
  if ([team, policyId, person].filter((one) => one !== undefined).length !== 1)
    throw new WrongUsage('Say who is called: one of --team, --policy and --person');
  const message = options.message === '-' ? await around.readInput() : options.message;
  const teamId = team === undefined ? undefined : await teamIdOf(api, team);
  const userIds = person && (await Promise.all(person.map((email) => userIdOf(api, email))));
  const input = given({ teamId, policyId, userIds, title, message, severity });
  return api.call(escalation.StartEscalation, checked(escalation.StartEscalation.input, input));
}

function writing(session: Session): (chain: Chain) => void {
  const log = new StageLog((line) => session.say(line), session.paint);
  return (chain) => log.show(chain);
}

function drawing({ around, paint }: Session): (chain: Chain) => void {
  const { out, clock } = around;
  const startedMs = clock.nowMs();
  let before = 0;
  return (chain) => {
    const lines = boardOf(chain, (clock.nowMs() - startedMs) / 1000, out, paint);
    out.write(redraw(lines, before));
    before = lines.length;
  };
}
