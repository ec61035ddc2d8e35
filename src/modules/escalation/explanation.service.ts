import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/caller.js';
import { AlertsQueries, type AlertView } from '../alerts/index.js';
import { AddressesService } from '../devices/index.js';
import { PeopleQueries, type TeamView } from '../people/index.js';
import { SchedulesService } from '../schedules/index.js';
import { EscalationUnknown } from './escalation.errors.js';
import { isFinal } from './escalation.state.js';
import type * as dto from './explanation.dto.js';
import { fateFacts, quietFact, routeFacts } from './explanation.origin.rules.js';
import { verdictOf } from './explanation.people.rules.js';
import { ExplanationReading, type Kept } from './explanation.reading.js';
import { summaryOf } from './explanation.summary.rules.js';
import { explanationOf, saidBy } from './explanation.views.js';
import { fact, type Reader } from './fact.rules.js';

type Asked = Pick<z.output<typeof dto.ExplainEscalationInput>, 'locale' | 'timeZone' | 'userId'>;
type PersonView = dto.ExplanationView['people'][number];

/** Why whom an alert or an escalation called, or not, for one reader. */
@Injectable()
export class ExplanationService {
  constructor(
    private readonly reading: ExplanationReading,
    private readonly people: PeopleQueries,
    private readonly addresses: AddressesService,
    private readonly schedules: SchedulesService,
    private readonly alerts: AlertsQueries,
  ) {}

  /** @throws EscalationUnknown @throws UserUnknown */
  async ofEscalation(
    input: z.output<typeof dto.ExplainEscalationInput>,
    caller: Caller,
  ): Promise<dto.ExplanationView> {
    const { escalationId } = input;
    const kept = await this.reading.of(escalationId);
    if (!kept) throw new EscalationUnknown('There is no such escalation', { escalationId });
    const alerts = await this.alerts.byIds(kept.alerts.map(({ alertId }) => alertId));
    const team = (await this.people.teamsByIds([kept.row.team_id])).get(kept.row.team_id);
    const reader = await this.readerFor(input, caller, [kept], kept.row.started_at, team ? [team] : []);
    const userIds = peopleOf(kept, team, input.userId);
    return explanationOf({ kept, alerts, team, userIds, reader });
  }

  /** @throws AlertUnknown @throws UserUnknown */
  async ofAlert(input: z.output<typeof dto.ExplainAlertInput>, caller: Caller): Promise<dto.ExplanationView> {
    const alert = await this.alerts.get(input.alertId);
    const ids = [...new Set(alert.routes.flatMap((route) => route.escalationId ?? []))];
    const kept = (await Promise.all(ids.map((id) => this.reading.of(id)))).filter((one) => one !== undefined);
    const teams = await this.people.teamsByIds(alert.routes.map((route) => route.teamId));
    const beganAt = new Date(alert.firstReceivedAt);
    const reader = await this.readerFor(input, caller, kept, beganAt, [...teams.values()]);
    const byId = new Map(kept.map((one) => [one.row.id, one]));
    const told = alert.routes.map((route) => {
      const own = route.escalationId === undefined ? undefined : byId.get(route.escalationId);
      return { route, own, people: routePeople(route, own, teams.get(route.teamId), input.userId, reader) };
    });
    const say = saidBy(reader);
    const summary = told.flatMap(({ route, own }) => {
      const quiet = quietFact(route);
      return [...(quiet ? [quiet] : []), ...(own ? summaryOf(own.story) : [])];
    });
    return {
      alertId: alert.alertId,
      number: alert.number,
      title: alert.title,
      severity: alert.severity,
      status: alert.status,
      live: kept.some(({ row }) => !isFinal(row.status)),
      teamName: alert.routes.map((route) => route.teamName).join(', '),
      startedAt: alert.firstReceivedAt,
      ...(alert.endedAt === undefined ? {} : { endedAt: alert.endedAt }),
      locale: reader.locale,
      timeZone: reader.timeZone,
      summary: (alert.routes.length === 0 ? [fact('no-route')] : summary).map(say),
      origin: [
        say(fact('alert-here', { number: alert.number, title: alert.title, origin: alert.integrationName })),
        ...alert.routes.flatMap((route) => routeFacts(route, alert)).map(say),
        ...fateFacts(alert).map(say),
      ],
      alerts: [],
      alertCount: 0,
      policy: [],
      people: [...new Map(told.flatMap(({ people }) => people).map((one) => [one.userId, one])).values()],
      steps: [],
      calls: [],
      lines: [],
      end: [],
      links: told.flatMap(({ route, own }) => {
        const quiet = quietFact(route);
        return own && quiet
          ? [
              {
                escalationId: own.row.id,
                number: own.row.number,
                status: own.row.status,
                sentence: say(quiet),
              },
            ]
          : [];
      }),
    };
  }

  private async readerFor(
    asked: Asked,
    caller: Caller,
    kept: readonly Kept[],
    day: Date,
    teams: readonly TeamView[],
  ): Promise<Reader> {
    const userIds = new Set(kept.flatMap(userIdsOf));
    for (const member of teams.flatMap((team) => team.members)) userIds.add(member.userId);
    if (asked.userId !== undefined) userIds.add((await this.people.user(asked.userId)).userId);
    if (caller.userId !== undefined) userIds.add(caller.userId);
    const [users, devices, schedules, otherTeams] = await Promise.all([
      this.people.usersByIds([...userIds]),
      this.addresses.namesOf([...new Set(kept.flatMap(deviceIdsOf))]),
      this.schedules.byIds([...new Set(kept.flatMap((one) => targetIds(one, 'schedule')))]),
      this.people.teamsByIds([
        ...new Set([...teams.map((team) => team.teamId), ...kept.flatMap((one) => targetIds(one, 'team'))]),
      ]),
    ]);
    const names = new Map([
      ...[...users].map(([id, { name }]) => [id, name] as const),
      ...devices,
      ...[...schedules].map(([id, { name }]) => [id, name] as const),
      ...[...otherTeams].map(([id, { name }]) => [id, name] as const),
    ]);
    const own = caller.userId === undefined ? undefined : users.get(caller.userId);
    return {
      names: (id) => names.get(id),
      locale: asked.locale ?? caller.locale,
      timeZone: asked.timeZone ?? own?.timeZone ?? (await this.people.organisation()).timeZone,
      day: day.getTime(),
    };
  }
}

const userIdsOf = ({ story, told }: Kept): readonly string[] => [
  ...story.acceptances.map(({ userId }) => userId),
  ...story.calls.map(({ userId }) => userId),
  ...story.rows.flatMap((row) => [
    ...row.candidates.flat().map(({ userId }) => userId),
    ...row.lookup.flatMap(({ shifts }) => shifts.map(({ userId }) => userId)),
    ...row.lookup.flatMap(({ absences }) => absences.flatMap((one) => ('userId' in one ? one.userId : []))),
    ...(row.event.kind === 'targetsAdded' ? row.event.targets.map(({ userId }) => userId) : []),
    ...row.notes.flatMap((note) => ('userId' in note ? note.userId : [])),
  ]),
  ...told.map(({ userId }) => userId),
];

const deviceIdsOf = ({ story }: Kept): readonly string[] =>
  story.calls.flatMap(({ call }) => call.devices.map(({ id }) => id));

const targetIds = ({ story }: Kept, kind: 'team' | 'schedule'): readonly string[] =>
  story.steps.flatMap(({ targets }) => targets.flatMap((one) => (one.kind === kind ? [one.id] : [])));

/** Whoever was called or could have been, then the rest of the team, then whoever is asked about. */
export function peopleOf(
  { story }: Kept,
  team: TeamView | undefined,
  askedFor: string | undefined,
): readonly string[] {
  const seen = story.rows.flatMap((row) => [
    ...row.candidates.flat().map(({ userId }) => userId),
    ...row.lookup.flatMap(({ absences }) => absences.flatMap((one) => ('userId' in one ? one.userId : []))),
  ]);
  return [
    ...new Set([
      ...story.acceptances.map(({ userId }) => userId),
      ...story.calls.map(({ userId }) => userId),
      ...seen,
      ...(team?.members ?? []).map(({ userId }) => userId),
      ...(askedFor === undefined ? [] : [askedFor]),
    ]),
  ];
}

/** Of an alert that joined, nobody was called for it: what became of them is in the escalation that it joined. */
function routePeople(
  route: AlertView['routes'][number],
  own: Kept | undefined,
  team: TeamView | undefined,
  askedFor: string | undefined,
  reader: Reader,
): readonly PersonView[] {
  const say = saidBy(reader);
  const quiet = route.reason === undefined ? undefined : quietFact(route);
  const members = team?.members ?? [];
  const userIds = own
    ? peopleOf(own, team, askedFor)
    : [...new Set([...members.map(({ userId }) => userId), ...(askedFor === undefined ? [] : [askedFor])])];
  return userIds.map((userId): PersonView => {
    const role = members.find((member) => member.userId === userId)?.role;
    const found = own && verdictOf(own.story, userId, role !== undefined);
    const base = { userId, name: reader.names(userId) ?? '', ...(role === undefined ? {} : { role }) };
    if (found && !quiet)
      return {
        ...base,
        verdict: found.verdict,
        because: say(found.fact),
        details: found.details.map(say),
      };
    return {
      ...base,
      verdict: 'not-called',
      because: say(quiet ?? fact('not-for-this-alert', { person: userId })),
      details: found ? [say(found.fact)] : [],
    };
  });
}
