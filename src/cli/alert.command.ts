import type { AlertView } from '../modules/alerts/alerts.dto.js';
import { alerts } from '../modules/alerts/alerts.operations.js';
import { alertNumberOf, checked, given, isId } from './arguments.js';
import { EXIT, WrongUsage } from './failures.js';
import { firingAlertId } from './lookups.js';
import type { Session } from './session.js';
import { plain } from './text.js';

export interface TriggerOptions {
  readonly severity?: string;
  readonly team?: string;
  readonly service?: string;
  readonly host?: string;
  readonly key?: string;
  readonly label?: Readonly<Record<string, string>>;
  readonly description?: string;
}

export async function triggerAlert(
  session: Session,
  title: string,
  options: TriggerOptions,
): Promise<number> {
  const { key: dedupKey, label: labels, severity, team, service, host, description } = options;
  const input = given({ title, severity, team, service, host, dedupKey, labels, description });
  const alert = await session.api.call(alerts.RaiseAlert, checked(alerts.RaiseAlert.input, input));
  session.show(alert);
  for (const line of raisedText(alert)) session.say(line);
  return EXIT.ok;
}

export async function resolveAlert(
  session: Session,
  named: string | undefined,
  { key }: { readonly key?: string },
): Promise<number> {
  if ((named === undefined) === (key === undefined))
    throw new WrongUsage('Say which alert: either --key KEY, or its id or number');
  const input = given({
    dedupKey: key,
    alertId: named === undefined ? undefined : await alertIdOf(session, named),
  });
  const alert = await session.api.call(alerts.ResolveAlert, checked(alerts.ResolveAlert.input, input));
  session.show(alert);
  session.say(`ALT-${alert.number} is ${alert.status}: ${plain(alert.title)}`);
  return EXIT.ok;
}

async function alertIdOf({ api }: Session, named: string): Promise<string> {
  const number = alertNumberOf(named);
  if (number !== undefined) return firingAlertId(api, number);
  if (isId(named)) return named;
  throw new WrongUsage(`${named}: write ALT-12, or the id of the alert`);
}

/** What became of it, team by team. */
export function raisedText(alert: AlertView): readonly string[] {
  const again = alert.count > 1 ? `, counted ${alert.count} times` : '';
  return [
    `ALT-${alert.number} is ${alert.status}${again}: ${plain(alert.title)} (${alert.severity})`,
    `  key ${plain(alert.dedupKey)}`,
    ...alert.routes.map((route) => `  ${plain(route.teamName)}: ${becameOf(route)}`),
  ];
}

function becameOf({ escalationNumber, reason, urgency }: AlertView['routes'][number]): string {
  if (escalationNumber !== undefined)
    return reason === 'joined' || reason === 'storm'
      ? `joins ESC-${escalationNumber}`
      : `is called by ESC-${escalationNumber}`;
  if (reason !== undefined) return `nobody rings (${reason})`;
  return urgency === 'ring' ? 'is being called' : `nobody rings (${urgency} only)`;
}
