import type { RightRule, RightsTable } from '../../platform/auth/authority.js';

/** Every member of the house reads; secrets, contact methods and the audit log have their own lines. */
const READ: RightRule = { scope: 'read', org: 'read-only' };
const MEMBER: RightRule = { scope: 'write', org: 'member' };
const MEMBER_RINGS: RightRule = { scope: 'ring', org: 'member' };
const TEAM_RESPONDER: RightRule = { scope: 'write', org: 'admin', team: 'responder' };
const TEAM_RESPONDER_RINGS: RightRule = { scope: 'ring', org: 'admin', team: 'responder' };
const TEAM_OWNER: RightRule = { scope: 'write', org: 'admin', team: 'owner' };
const ADMIN: RightRule = { scope: 'write', org: 'admin' };

/** Who may do what. Services check the team of the thing; this says which role in it is enough. */
export const RIGHTS = {
  'people.read': READ,
  'schedules.read': READ,
  'policies.read': READ,
  'alerts.read': READ,
  'escalations.read': READ,
  'incidents.read': READ,
  'files.read': READ,
  'stickers.read': READ,
  'search.read': READ,
  'timeline.read': READ,
  'integrations.read': READ,
  'notifiers.read': READ,
  'engine.read': READ,

  /** Oneself; of anybody else only an admin, which the service checks. */
  'people.self': MEMBER,
  'devices.own': MEMBER,
  /** Own sessions, tokens and password, whatever the role: a token may never do more than its owner. */
  'self.manage': { scope: 'write', org: 'read-only' },
  'tokens.create': { scope: 'write', org: 'read-only' },
  /** Those of everybody; their secrets are shown to nobody. */
  'tokens.list': { scope: 'read', org: 'admin' },
  'tokens.manage': ADMIN,
  /** With the team that owns the account; those of the organisation are its admins’. */
  'service-accounts.manage': TEAM_OWNER,
  'alerts.raise': MEMBER,
  'incidents.comment': MEMBER,
  'incidents.write': MEMBER,
  /** Of one's own; the service asks what they belong to. */
  'files.write': MEMBER,
  'files.delete-any': TEAM_OWNER,
  'escalations.start': MEMBER_RINGS,
  /** Whoever has it may give it on; the service checks that they have it. */
  'escalations.hand-over': MEMBER_RINGS,
  'calls.own': MEMBER_RINGS,
  /** Oneself; of others only an owner of their team or an admin, which the service checks. */
  'test-rings.start': MEMBER_RINGS,

  'schedules.override': TEAM_RESPONDER,
  'escalations.take': TEAM_RESPONDER_RINGS,
  'escalations.control': TEAM_RESPONDER_RINGS,
  'alerts.snooze': TEAM_RESPONDER,
  'maintenance.edit': TEAM_RESPONDER,
  'heartbeats.edit': TEAM_RESPONDER,
  /** The setup holds the key of the integration. */
  'integrations.reveal': TEAM_RESPONDER,
  /** Raw requests may hold whatever a monitor put into them. */
  'deliveries.read': { scope: 'read', org: 'admin', team: 'responder' },

  'phone-costs.read': { scope: 'read', org: 'admin', team: 'owner' },

  'teams.manage': TEAM_OWNER,
  'policies.edit': TEAM_OWNER,
  'schedules.edit': TEAM_OWNER,
  'services.edit': TEAM_OWNER,
  'integrations.edit': TEAM_OWNER,

  /** A key that somebody else has chosen: only who answers for the installation. */
  'integrations.set-key': ADMIN,
  'teams.create': ADMIN,
  'users.manage': ADMIN,
  'organisation.manage': ADMIN,
  'secrets.read': { scope: 'read', org: 'admin' },
  'search.rebuild': ADMIN,
  'secrets.rotate': ADMIN,
  'audit.read': { scope: 'read', org: 'admin' },
} as const satisfies RightsTable;
