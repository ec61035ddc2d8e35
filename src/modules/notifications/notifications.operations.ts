import { z } from 'zod';
import { Empty } from '../../platform/wire/schemas.js';
import { operations } from '../../platform/wire/declare.js';
import { ContactMethodRef, ContactMethodView } from '../people/people.dto.js';
import * as dto from './notifications.dto.js';
import * as channels from './team-channels.dto.js';
import * as costs from './phone-costs.dto.js';

export const notifications = operations('notifications', 'NotificationsService', {
  ListNotifiers: {
    summary:
      'Configured notifier instances; those without settings are off, with the reason. Routes: whether pushes make telephones ring',
    http: 'GET /notifiers',
    allow: 'notifiers.read',
    input: z.strictObject({}),
    output: dto.NotifierList,
  },
  ListPhoneCosts: {
    summary:
      'Telephone calls of a month: how many, how long, what they cost, by provider and team; and the caps',
    http: 'GET /phone-costs',
    allow: 'phone-costs.read',
    input: costs.ListPhoneCostsInput,
    output: costs.PhoneCostList,
  },
  ListTeamChannels: {
    summary: 'Rooms that are told what becomes of a team’s escalations and incidents',
    http: 'GET /teams/:teamId/channels',
    allow: 'teams.manage',
    input: channels.ListTeamChannelsInput,
    output: channels.TeamChannelList,
  },
  CreateTeamChannel: {
    summary: 'Adds a room: a notifier that brings news, and where to',
    http: 'POST /teams/:teamId/channels',
    allow: 'teams.manage',
    audit: 'team-channel.created',
    created: true,
    input: channels.CreateTeamChannelInput,
    output: channels.TeamChannelView,
  },
  UpdateTeamChannel: {
    summary: 'Which news a room is told, in which language, under which name, and whether at all',
    http: 'PATCH /teams/:teamId/channels/:channelId',
    allow: 'teams.manage',
    audit: 'team-channel.updated',
    input: channels.UpdateTeamChannelInput,
    output: channels.TeamChannelView,
  },
  DeleteTeamChannel: {
    summary: 'Removes a room; what waits for it is not sent',
    http: 'DELETE /teams/:teamId/channels/:channelId',
    allow: 'teams.manage',
    audit: 'team-channel.deleted',
    input: channels.TeamChannelRef,
    output: Empty,
  },
  SendVerificationCode: {
    summary: 'Sends a code of six digits to a number or an address, to prove whose it is',
    http: 'POST /users/:userId/contact-methods/:contactMethodId/code',
    allow: 'people.self',
    audit: 'contact-method.code-sent',
    input: ContactMethodRef,
    output: dto.CodeSent,
  },
  ConfirmContactMethod: {
    summary: 'The code that was read there; from now on it is used',
    http: 'POST /users/:userId/contact-methods/:contactMethodId/confirm',
    allow: 'people.self',
    audit: 'contact-method.verified',
    input: dto.ConfirmInput,
    output: ContactMethodView,
  },
});
