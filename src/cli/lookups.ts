import type { AlertView } from '../modules/alerts/alerts.dto.js';
import { alerts } from '../modules/alerts/alerts.operations.js';
import type { TeamView } from '../modules/people/people.dto.js';
import { people } from '../modules/people/people.operations.js';
import type { ApiClient } from './api-client.js';
import { isId } from './arguments.js';
import { CliFailure } from './failures.js';

const PAGE = { pageSize: 200 };

/** People write slugs; the API wants ids. */
export async function teamIdOf(api: ApiClient, team: string): Promise<string> {
  if (isId(team)) return team;
  const all: TeamView[] = [];
  for (let pageToken: string | undefined = ''; pageToken !== undefined;) {
    const page: { teams: TeamView[]; nextPageToken?: string | undefined } = await api.call(people.ListTeams, {
      query: team.slice(0, 200),
      ...PAGE,
      ...(pageToken ? { pageToken } : {}),
    });
    all.push(...page.teams);
    pageToken = page.nextPageToken;
  }
  const found = all.find(({ slug }) => slug === team.toLowerCase());
  if (found) return found.teamId;
  const near = all.slice(0, 5).map(({ slug }) => slug);
  const hint = near.length > 0 ? `; did you mean ${near.join(', ')}?` : '';
  throw new CliFailure('TEAM_UNKNOWN', `There is no team ${team}${hint}`);
}

export async function userIdOf(api: ApiClient, email: string): Promise<string> {
  if (isId(email)) return email;
  const { users } = await api.call(people.ListUsers, { query: email.slice(0, 200), ...PAGE });
  const found = users.find((user) => user.email.toLowerCase() === email.toLowerCase());
  if (!found) throw new CliFailure('USER_UNKNOWN', `There is nobody with the e-mail address ${email}`);
  return found.userId;
}

/** `ALT-12` among those that are firing: only such a one can be resolved. */
export async function firingAlertId(api: ApiClient, number: number): Promise<string> {
  for (let pageToken: string | undefined = ''; pageToken !== undefined;) {
    const page: { alerts: AlertView[]; nextPageToken?: string | undefined } = await api.call(
      alerts.ListAlerts,
      { status: 'firing', ...PAGE, ...(pageToken ? { pageToken } : {}) },
    );
    const found = page.alerts.find((alert) => alert.number === number);
    if (found) return found.alertId;
    pageToken = page.nextPageToken;
  }
  throw new CliFailure('ALERT_UNKNOWN', `ALT-${number} is not firing`);
}
