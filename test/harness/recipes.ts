import { randomUUID } from 'node:crypto';
import { CALLING_RECIPES, ofEscalation } from './calling-recipes.js';
import { DIRECTORY_RECIPES } from './directory-recipes.js';
import { INTEGRATION_RECIPES } from './integration-recipes.js';
import type { House } from './house.js';
import { type Kitchen, make, policyOf, read, unique } from './kitchen.js';
import type { Cook } from './recipe.js';
import { plainSession } from './authenticator-app.js';
import { upload } from './uploads.js';
import { SIGN_IN_RECIPES } from './sign-in-recipes.js';
import { PASSWORD, type Person } from './world.js';

const scheduleOf = ({ teamId, responder }: Kitchen): object => ({
  teamId,
  name: `Schedule ${unique()}`,
  timeZone: 'Europe/London',
  rotation: {
    participantIds: [responder.userId],
    startsOn: '2026-01-05',
    handoverDay: 1,
    handoverTime: '09:00',
    weeksEach: 1,
  },
});
const shiftOf = ({ subject }: Kitchen): object => ({
  userId: subject.userId,
  startsAt: '2026-12-01T00:00:00Z',
  endsAt: '2026-12-02T00:00:00Z',
});

const newUser = (kitchen: Kitchen) =>
  make(kitchen, '/users', { name: 'New', email: `${unique()}@example.org` });
const newSchedule = (kitchen: Kitchen) => make(kitchen, '/schedules', scheduleOf(kitchen));
const newPolicy = (kitchen: Kitchen) =>
  make(kitchen, '/policies', policyOf(kitchen.teamId, kitchen.responder));
const newService = (kitchen: Kitchen) =>
  make(kitchen, '/services', { teamId: kitchen.teamId, slug: `service-${unique()}`, name: 'New' });
const newAlert = (kitchen: Kitchen) =>
  make(kitchen, '/alerts', { title: `New ${unique()}`, team: 'mail', severity: 'info' });
const newMaintenance = (kitchen: Kitchen) =>
  make(kitchen, '/maintenance', {
    teamId: kitchen.teamId,
    name: `New ${unique()}`,
    startsAt: '2198-01-01T00:00:00Z',
    endsAt: '2199-01-01T00:00:00Z',
  });
const newIncident = (kitchen: Kitchen) =>
  make(kitchen, '/incidents', { teamId: kitchen.teamId, title: `New ${unique()}` });
const newFile = async (kitchen: Kitchen): Promise<string> => {
  const { house, admin } = kitchen;
  const { incidentId } = await newIncident(kitchen);
  const answer = await upload(house, admin.token, incidentId, 'trace.txt', 'what I found');
  return answer.body['fileId'];
};
const newContactMethod = async (kitchen: Kitchen) =>
  make(kitchen, `/users/${kitchen.subject.userId}/contact-methods`, { kind: 'chat', target: `@${unique()}` });
const newNumber = async (
  kitchen: Kitchen,
): Promise<{ readonly input: { userId: string; contactMethodId: string }; readonly target: string }> => {
  const { userId } = kitchen.subject;
  const target = `+8150${String(Math.floor(Math.random() * 1e8)).padStart(8, '0')}`;
  const made = await make(kitchen, `/users/${userId}/contact-methods`, { kind: 'phone', target });
  return { input: { userId, contactMethodId: made['contactMethodId'] }, target };
};
const newDevice = async ({ house, subject }: Kitchen): Promise<string> => {
  const given = { name: 'Phone', platform: 'headless', addresses: [{ notifier: 'stream', target: {} }] };
  return (await house.ok('POST', '/devices', given, subject.token))['device'].deviceId;
};

/** By a session of its own: a token makes none. */
const newToken = async (house: House, { email }: Person): Promise<string> => {
  const token = await plainSession(house, email);
  const given = { name: 'Old', scopes: ['read'], expiresInDays: 1 };
  return (await house.ok('POST', '/tokens', given, token))['token'].tokenId;
};

const nothing: Cook = () => ({ input: {} });
const NEW_ROOM = {
  name: 'Ops room',
  notifier: 'room',
  target: { name: 'ops' },
  news: ['escalation-taken'],
};
const ofTeam: Cook = ({ teamId }) => ({ input: { teamId } });
const ofSubject: Cook = ({ subject }) => ({ input: { userId: subject.userId } });

/** By rpc: every operation of the house has one, and a test says so. */
export const RECIPES: Readonly<Record<string, Cook>> = {
  ...SIGN_IN_RECIPES,
  ...DIRECTORY_RECIPES,
  SignIn: ({ subject }) => ({ by: null, input: { email: subject.email, password: PASSWORD } }),
  SignOut: (_, actor) => ({ by: actor, input: {} }),
  UseAdminLink: () => ({
    by: null,
    input: { token: `barry_a_${randomUUID()}`, name: 'Root', email: 'root@example.org', password: PASSWORD },
  }),
  CreatePasswordLink: async (kitchen) => ({ input: { userId: (await newUser(kitchen))['userId'] } }),
  UsePasswordLink: async (kitchen) => {
    const { userId } = await newUser(kitchen);
    const { url } = await make(kitchen, `/users/${userId}/password-link`, {});
    const token = new URL(url).hash.slice(1);
    return { by: null, becomes: { userId, name: 'New' }, input: { token, password: PASSWORD } };
  },
  WhoAmI: nothing,
  ChangePassword: (_, actor) => ({
    by: actor,
    input: { currentPassword: PASSWORD, newPassword: `${PASSWORD}!` },
  }),
  ListSessions: nothing,
  RevokeSession: async ({ house }, actor) => {
    const token = await plainSession(house, actor.email);
    const { sessions } = await house.ok('GET', '/sessions', undefined, token);
    const current = sessions.find((session: { current: boolean }) => session.current);
    return { by: actor, input: { sessionId: current.sessionId } };
  },
  ListTokens: nothing,
  CreateToken: () => ({ input: { name: 'Script', scopes: ['read'], expiresInDays: 1 } }),
  RevokeToken: async ({ house }, actor) => ({
    by: actor,
    input: { tokenId: await newToken(house, actor) },
  }),
  ListAllTokens: nothing,
  RotateToken: async ({ house }, actor) => ({
    by: actor,
    input: { tokenId: await newToken(house, actor), overlapHours: 1 },
  }),
  SetTokenRate: async ({ house, admin }) => ({
    input: { tokenId: await newToken(house, admin), requestsPerMinute: 60 },
  }),
  ListServiceAccounts: nothing,
  CreateServiceAccount: ({ teamId }) => ({ input: { name: `Bot ${unique()}`, ownerTeamId: teamId } }),
  UpdateServiceAccount: async (kitchen) => {
    const account = { name: `Bot ${unique()}`, ownerTeamId: kitchen.teamId };
    const { userId, version } = await make(kitchen, '/service-accounts', account);
    return { input: { userId, version, name: 'Renamed' } };
  },
  ListAudit: nothing,
  VerifyAudit: nothing,

  ListUsers: nothing,
  GetUser: ofSubject,
  CreateUser: () => ({
    input: {
      name: 'Aoi Example',
      email: `aoi-${unique()}@example.org`,
      locale: 'ja',
      timeZone: 'Asia/Tokyo',
    },
  }),
  UpdateUser: async (kitchen) => {
    const { userId } = kitchen.subject;
    const { version } = await read(kitchen, `/users/${userId}`);
    return { input: { userId, version, timeZone: 'Asia/Tokyo' } };
  },
  ListTeams: nothing,
  GetTeam: ofTeam,
  CreateTeam: () => ({
    input: { slug: `storage-${unique()}`, name: 'Storage', description: 'Disks and what is on them' },
  }),
  UpdateTeam: async (kitchen) => {
    const { teamId } = kitchen;
    const { version } = await read(kitchen, `/teams/${teamId}`);
    return { input: { teamId, version, description: `Mail, and its queues (${unique()})` } };
  },
  SetMember: async (kitchen) => ({
    input: { teamId: kitchen.teamId, userId: (await newUser(kitchen))['userId'], role: 'observer' },
  }),
  RemoveMember: async (kitchen) => {
    const { house, admin, teamId } = kitchen;
    const { userId } = await newUser(kitchen);
    await house.ok('PUT', `/teams/${teamId}/members/${userId}`, { role: 'observer' }, admin.token);
    return { input: { teamId, userId } };
  },
  ListContactMethods: ofSubject,
  CreateContactMethod: ({ subject }) => ({
    input: { userId: subject.userId, kind: 'chat', target: `@ops-${unique()}` },
  }),
  DeleteContactMethod: async (kitchen) => ({
    input: {
      userId: kitchen.subject.userId,
      contactMethodId: (await newContactMethod(kitchen))['contactMethodId'],
    },
  }),
  SendVerificationCode: async (kitchen) => ({ input: (await newNumber(kitchen)).input }),
  ConfirmContactMethod: async (kitchen) => {
    const { house, subject } = kitchen;
    const { input, target } = await newNumber(kitchen);
    const path = `/users/${input.userId}/contact-methods/${input.contactMethodId}/code`;
    await house.ok('POST', path, {}, subject.token);
    await house.settle();
    const code = /\d{6}/.exec(house.phones.texts.findLast(({ to }) => to === target)?.text ?? '')?.[0];
    return { input: { ...input, code } };
  },
  GetOrganisation: nothing,
  UpdateOrganisation: async (kitchen) => ({
    input: { version: (await read(kitchen, '/organisation'))['version'], name: `House ${unique()}` },
  }),

  EnrolDevice: () => ({ input: { name: 'Phone', platform: 'headless' } }),
  ListDevices: ofSubject,
  UpdateDevice: async (kitchen) => ({
    by: kitchen.subject,
    input: { deviceId: await newDevice(kitchen), name: 'Renamed' },
  }),
  RemoveDevice: async (kitchen) => ({ by: kitchen.subject, input: { deviceId: await newDevice(kitchen) } }),

  ListSchedules: nothing,
  GetSchedule: async (kitchen) => ({ input: { scheduleId: (await newSchedule(kitchen))['scheduleId'] } }),
  CreateSchedule: (kitchen) => ({ input: { ...scheduleOf(kitchen) } }),
  UpdateSchedule: async (kitchen) => {
    const { scheduleId, version } = await newSchedule(kitchen);
    return { input: { scheduleId, version, name: 'Renamed' } };
  },
  DeleteSchedule: async (kitchen) => ({ input: { scheduleId: (await newSchedule(kitchen))['scheduleId'] } }),
  AddOverride: async (kitchen) => ({
    input: { scheduleId: (await newSchedule(kitchen))['scheduleId'], ...shiftOf(kitchen) },
  }),
  RemoveOverride: async (kitchen) => {
    const { scheduleId } = await newSchedule(kitchen);
    const { overrides } = await make(kitchen, `/schedules/${scheduleId}/overrides`, shiftOf(kitchen));
    return { input: { scheduleId, overrideId: overrides[0].overrideId } };
  },
  OnDuty: nothing,

  ListPolicies: nothing,
  GetPolicy: ({ policyId }) => ({ input: { policyId } }),
  CreatePolicy: ({ teamId, responder, admin }) => ({
    input: {
      teamId,
      name: `Nights ${unique()}`,
      steps: [
        {
          targets: [{ kind: 'user', id: responder.userId }],
          order: 'listed',
          simultaneous: 1,
          ringSeconds: 45,
          retries: 2,
          pauseSeconds: 15,
          responders: 1,
        },
        {
          targets: [{ kind: 'team', id: teamId }],
          order: 'least-recently-called',
          simultaneous: 2,
          ringSeconds: 30,
          retries: 1,
          pauseSeconds: 15,
          responders: 1,
        },
      ],
      delaySeconds: 30,
      lastResort: { userIds: [admin.userId] },
    },
  }),
  UpdatePolicy: async (kitchen) => {
    const { policyId, version } = await newPolicy(kitchen);
    return { input: { policyId, version, name: 'Renamed' } };
  },
  DeletePolicy: async (kitchen) => ({ input: { policyId: (await newPolicy(kitchen))['policyId'] } }),
  PreviewRinging: ofTeam,

  SnoozeAlert: async (kitchen) => {
    const { alertId } = await make(kitchen, '/alerts', { title: `New ${unique()}`, team: 'mail' });
    return { input: { alertId, minutes: 30 } };
  },
  ActOnAlerts: async (kitchen) => {
    const { alertId } = await newAlert(kitchen);
    return { input: { alertIds: [alertId], action: 'snooze', minutes: 30 } };
  },
  ListMaintenance: ({ teamId }) => ({ input: { teamId } }),
  GetMaintenance: async (kitchen) => ({
    input: { maintenanceId: (await newMaintenance(kitchen))['maintenanceId'] },
  }),
  CreateMaintenance: ({ teamId }) => ({
    input: {
      teamId,
      name: `Move ${unique()}`,
      startsAt: '2198-01-01T00:00:00Z',
      endsAt: '2199-01-01T00:00:00Z',
    },
  }),
  UpdateMaintenance: async (kitchen) => {
    const { maintenanceId, version } = await newMaintenance(kitchen);
    return { input: { maintenanceId, version, name: 'Moved' } };
  },
  EndMaintenance: async (kitchen) => ({
    input: { maintenanceId: (await newMaintenance(kitchen))['maintenanceId'] },
  }),
  ListServices: nothing,
  GetService: async (kitchen) => ({ input: { serviceId: (await newService(kitchen))['serviceId'] } }),
  CreateService: ({ teamId }) => ({ input: { teamId, slug: `relay-${unique()}`, name: 'Mail relay' } }),
  UpdateService: async (kitchen) => {
    const { serviceId, version } = await newService(kitchen);
    return { input: { serviceId, version, name: 'Renamed' } };
  },
  DeleteService: async (kitchen) => ({ input: { serviceId: (await newService(kitchen))['serviceId'] } }),
  ListAlerts: nothing,
  CountAlerts: () => ({ input: { from: '2026-11-22T00:00:00Z', until: '2026-11-23T00:00:00Z' } }),
  GetAlert: async (kitchen) => ({ input: { alertId: (await newAlert(kitchen))['alertId'] } }),
  RaiseAlert: () => ({
    input: {
      title: 'Mail queue grows',
      severity: 'warning',
      description: '4,812 mails wait, the oldest for 12 minutes.',
      team: 'mail',
      host: 'mx03.example.net',
      dedupKey: `mx03-queue-${unique()}`,
      labels: { site: 'tokyo' },
    },
  }),
  ResolveAlert: async (kitchen) => ({ input: { alertId: (await newAlert(kitchen))['alertId'] } }),

  ...INTEGRATION_RECIPES,
  ListPlugins: nothing,

  ExplainAlert: async (kitchen) => ({ input: { alertId: (await newAlert(kitchen))['alertId'] } }),
  ...CALLING_RECIPES,

  ListIncidents: nothing,
  GetIncident: async (kitchen) => ({ input: { incidentId: (await newIncident(kitchen))['incidentId'] } }),
  CreateIncident: ({ teamId }) => ({
    input: { teamId, title: 'Mail is late', severity: 'high', text: 'Queues grow on mx03 and mx04.' },
  }),
  OpenFromEscalation: ofEscalation,
  UpdateIncident: async (kitchen) => {
    const { incidentId, version } = await newIncident(kitchen);
    return { input: { incidentId, version, title: 'Renamed' } };
  },
  LinkAlerts: async (kitchen) => ({
    input: {
      incidentId: (await newIncident(kitchen))['incidentId'],
      alertIds: [(await newAlert(kitchen))['alertId']],
    },
  }),
  AddComment: async (kitchen) => ({
    input: {
      incidentId: (await newIncident(kitchen))['incidentId'],
      text: 'The disk of mx03 is full: `/var/spool` has 0 bytes left.',
    },
  }),
  ListStory: async (kitchen) => ({ input: { incidentId: (await newIncident(kitchen))['incidentId'] } }),

  ListFiles: async (kitchen) => ({
    input: { subjectKind: 'incident', subjectId: (await newIncident(kitchen))['incidentId'] },
  }),
  DeleteFile: async (kitchen) => ({ input: { fileId: await newFile(kitchen) } }),

  ListStickerPacks: nothing,

  Search: () => ({ input: { query: 'queue team:mail -status:closed from:2026-11 "no space"' } }),
  RebuildSearch: nothing,
  SimilarToIncident: async (kitchen) => ({
    input: { incidentId: (await newIncident(kitchen))['incidentId'] },
  }),
  SimilarToAlert: async (kitchen) => ({ input: { alertId: (await newAlert(kitchen))['alertId'] } }),
  SimilarToEscalation: ofEscalation,

  ListTimeline: ofTeam,
  ListNotifiers: nothing,
  ListPhoneCosts: ofTeam,
  ListTeamChannels: ofTeam,
  CreateTeamChannel: ({ teamId }) => ({ input: { teamId, ...NEW_ROOM } }),
  UpdateTeamChannel: async ({ house, admin, teamId }) => {
    const { channelId, version } = await house.ok('POST', `/teams/${teamId}/channels`, NEW_ROOM, admin.token);
    return { input: { teamId, channelId, version, paused: true } };
  },
  DeleteTeamChannel: async ({ house, admin, teamId }) => {
    const made = await house.ok('POST', `/teams/${teamId}/channels`, NEW_ROOM, admin.token);
    return { input: { teamId, channelId: made['channelId'] } };
  },
  GetEngine: nothing,
  ListFindings: nothing,
  ListWatched: nothing,
  GetSecrets: nothing,
  RotateSecrets: nothing,
};
