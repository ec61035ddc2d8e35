import { randomUUID } from 'node:crypto';
import { DIRECTORY_RECIPES } from './directory-recipes.js';
import { INTEGRATION_RECIPES } from './integration-recipes.js';
import type { House } from './house.js';
import { type Kitchen, make, policyOf, read, unique } from './kitchen.js';
import type { Cook } from './recipe.js';
import { plainSession } from './authenticator-app.js';
import { upload } from './uploads.js';
import { SIGN_IN_RECIPES } from './sign-in-recipes.js';
import { makePerson, PASSWORD, type Person } from './world.js';

const scheduleOf = ({ teamId, responder }: Kitchen): object => ({
  teamId,
  name: `Schedule ${unique()}`,
  timeZone: 'Europe/London',
  rotation: { participantIds: [responder.userId], startsOn: '2026-01-05' },
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
const newEscalation = (kitchen: Kitchen) =>
  make(kitchen, '/escalations', { policyId: kitchen.policyId, title: `New ${unique()}` });
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

/** Somebody whose phone rings. */
async function newCall(kitchen: Kitchen) {
  const { house, admin } = kitchen;
  const person = await makePerson(house, admin, `Called-${unique()}`);
  const phone = await house.phones.enrol(house, person.token, 'phone');
  const started = { userIds: [person.userId], title: `New ${unique()}` };
  const { calls } = await make(kitchen, '/escalations', started);
  const [ring] = await house.query<{ id: string }>(
    `select id from ring_sessions where device_id = $1 and ended_at is null`,
    [phone.deviceId],
  );
  return { by: person, callId: calls[0].callId as string, ringId: ring?.id ?? '', deviceId: phone.deviceId };
}
const oneCall: Cook = async (kitchen) => {
  const { by, callId } = await newCall(kitchen);
  return { by, input: { callId } };
};
const oneRing: Cook = async (kitchen) => {
  const { by, ringId } = await newCall(kitchen);
  return { by, input: { ringId } };
};

/** Whoever was tested a moment ago is not tested again. */
const newTest = async (kitchen: Kitchen): Promise<Person> => {
  const person = await makePerson(kitchen.house, kitchen.admin, `Tested-${unique()}`);
  await kitchen.house.phones.enrol(kitchen.house, person.token, 'phone');
  return person;
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
const ofEscalation: Cook = async (kitchen) => ({
  input: { escalationId: (await newEscalation(kitchen))['escalationId'] },
});

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
  CreateUser: () => ({ input: { name: 'New', email: `${unique()}@example.org` } }),
  UpdateUser: async (kitchen) => {
    const { userId } = kitchen.subject;
    const { version } = await read(kitchen, `/users/${userId}`);
    return { input: { userId, version, timeZone: 'Asia/Tokyo' } };
  },
  ListTeams: nothing,
  GetTeam: ofTeam,
  CreateTeam: () => ({ input: { slug: `team-${unique()}`, name: 'New' } }),
  UpdateTeam: async (kitchen) => {
    const { teamId } = kitchen;
    const { version } = await read(kitchen, `/teams/${teamId}`);
    return { input: { teamId, version, description: unique() } };
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
    input: { userId: subject.userId, kind: 'chat', target: `@${unique()}` },
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
  CreatePolicy: ({ teamId, responder }) => ({ input: { ...policyOf(teamId, responder) } }),
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
  CreateService: ({ teamId }) => ({ input: { teamId, slug: `service-${unique()}`, name: 'New' } }),
  UpdateService: async (kitchen) => {
    const { serviceId, version } = await newService(kitchen);
    return { input: { serviceId, version, name: 'Renamed' } };
  },
  DeleteService: async (kitchen) => ({ input: { serviceId: (await newService(kitchen))['serviceId'] } }),
  ListAlerts: nothing,
  CountAlerts: () => ({ input: { from: '2026-11-22T00:00:00Z', until: '2026-11-23T00:00:00Z' } }),
  GetAlert: async (kitchen) => ({ input: { alertId: (await newAlert(kitchen))['alertId'] } }),
  RaiseAlert: () => ({ input: { title: `New ${unique()}`, team: 'mail', severity: 'info' } }),
  ResolveAlert: async (kitchen) => ({ input: { alertId: (await newAlert(kitchen))['alertId'] } }),

  ...INTEGRATION_RECIPES,
  ListPlugins: nothing,

  ListEscalations: nothing,
  GetEscalation: ofEscalation,
  GetEscalationLog: ofEscalation,
  ExplainEscalation: ofEscalation,
  ExplainAlert: async (kitchen) => ({ input: { alertId: (await newAlert(kitchen))['alertId'] } }),
  StartEscalation: ({ policyId }) => ({ input: { policyId, title: `New ${unique()}` } }),
  AddTargets: async (kitchen) => ({
    input: {
      escalationId: (await newEscalation(kitchen))['escalationId'],
      userIds: [kitchen.subject.userId],
    },
  }),
  TakeEscalation: ofEscalation,
  HandOver: async (kitchen) => {
    const { house, responder, subject } = kitchen;
    const { escalationId } = await newEscalation(kitchen);
    await house.ok('POST', `/escalations/${escalationId}/take`, {}, responder.token);
    return { by: responder, input: { escalationId, userId: subject.userId } };
  },
  SkipStep: ofEscalation,
  CancelEscalation: ofEscalation,
  ListCalls: nothing,
  GetCall: oneCall,
  AnswerCall: oneCall,
  AcceptCall: oneCall,
  DeclineCall: oneCall,
  GetRing: oneRing,
  AnswerRing: oneRing,
  AcceptRing: oneRing,
  DeclineRing: oneRing,
  PostReceipt: async (kitchen) => {
    const { by, ringId, deviceId } = await newCall(kitchen);
    const at = kitchen.house.clock.now().toISOString();
    return { by, input: { ringId, revision: 1, deviceId, kind: 'ringing', seq: 1, at } };
  },

  StartTestRings: async (kitchen) => ({ input: { userId: (await newTest(kitchen)).userId } }),
  ListTestRings: ofSubject,
  StopTestRing: async (kitchen) => {
    const { userId } = await newTest(kitchen);
    const { testRings } = await make(kitchen, '/test-rings', { userId });
    return { input: { testRingId: testRings[0].testRingId } };
  },

  ListIncidents: nothing,
  GetIncident: async (kitchen) => ({ input: { incidentId: (await newIncident(kitchen))['incidentId'] } }),
  CreateIncident: ({ teamId }) => ({ input: { teamId, title: `New ${unique()}` } }),
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
    input: { incidentId: (await newIncident(kitchen))['incidentId'], text: 'Seen.' },
  }),
  ListStory: async (kitchen) => ({ input: { incidentId: (await newIncident(kitchen))['incidentId'] } }),

  ListFiles: async (kitchen) => ({
    input: { subjectKind: 'incident', subjectId: (await newIncident(kitchen))['incidentId'] },
  }),
  DeleteFile: async (kitchen) => ({ input: { fileId: await newFile(kitchen) } }),

  ListStickerPacks: nothing,

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
