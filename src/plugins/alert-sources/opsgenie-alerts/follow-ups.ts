import {
  decoded,
  type Delivery,
  ignored,
  instantOf,
  isRecord,
  type Reading,
  type Ref,
  severityOf,
  type Signal,
  signals,
  unreadable,
} from '../../kit/index.js';
import type { OpsgenieOptions } from './options.js';
import { fieldOf, labelOfTag, labelsOfDetails, labelsOfTags, listOf, namedIn } from './parts.js';

interface FollowUp {
  readonly does: string;
  readonly ref: Ref;
}
type Named = Pick<Signal, 'dedupKey' | 'ref' | 'actor' | 'note'>;

/** Everything that is done to an alert that is there. */
export function readFollowUp({ does, ref }: FollowUp, delivery: Delivery, options: OpsgenieOptions): Reading {
  const { body, query } = delivery;
  const base: Named = {
    // An alias is the key itself.
    ...(ref.by === 'dedupKey' ? { dedupKey: ref.value } : { ref }),
    actor: fieldOf(body, 'user') ?? fieldOf(query, 'user'),
    note: fieldOf(body, 'note') ?? fieldOf(query, 'note'),
  };
  const [verb = '', name = ''] = does.split('/');
  switch (verb) {
    case 'close':
      return signals({ action: 'resolve', ...base });
    case 'acknowledge':
    case 'unacknowledge':
      return signals({ action: verb, ...base });
    case 'notes':
      return base.note === undefined ? empty('note', 'Note') : signals({ action: 'note', ...base });
    case 'snooze':
      return snoozed(body, base);
    case 'delete':
      return signals({ action: 'resolve', ...base, note: said('Deleted by its sender', base) });
    case 'attachments':
      return ignored('attachments are not kept');
    case 'actions':
      return signals({ action: 'note', ...base, note: said(`Action ${decoded(name)}`, base) });
    case 'tags':
    case 'details':
      return relabelled(verb, delivery, base);
    case 'assign':
    case 'escalate':
    case 'responders':
    case 'teams':
      return handed(verb, body, base);
    default:
      return changed(verb, body, base, options);
  }
}

const empty = (field: string, shown: string): Reading => ({
  outcome: 'unreadable',
  issues: [`${field}: ${shown} can not be empty.`],
});

/** What we have to say, and what the sender says to it. */
const said = (words: string, { note }: Named): string => (note === undefined ? words : `${words}: ${note}`);

function snoozed(body: unknown, base: Named): Reading {
  const until = isRecord(body) ? instantOf(body['endTime']) : undefined;
  return until === undefined ? empty('endTime', 'End time') : signals({ action: 'snooze', ...base, until });
}

/** Tags and properties are labels here. What is to go is named in the address. */
function relabelled(what: 'tags' | 'details', { method, body, query }: Delivery, base: Named): Reading {
  if (method === 'DELETE') {
    const names = (fieldOf(query, what === 'tags' ? 'tags' : 'keys') ?? '')
      .split(',')
      .map((one) => (what === 'tags' ? labelOfTag(one)[0] : one.trim()))
      .filter(Boolean);
    if (names.length === 0) return empty(what === 'tags' ? 'tags' : 'keys', 'It');
    return signals({ action: 'update', ...base, labelsRemoved: names });
  }
  const added =
    what === 'tags'
      ? labelsOfTags(listOf(body, 'tags'))
      : labelsOfDetails(isRecord(body) ? body['details'] : undefined);
  if (Object.keys(added).length === 0) return empty(what, 'It');
  return signals({ action: 'update', ...base, labelsAdded: added });
}

/** Whom the sender names is written down. Who is called is a matter of our call rules. */
function handed(verb: 'assign' | 'escalate' | 'responders' | 'teams', body: unknown, base: Named): Reading {
  const { field, usual, words } = HANDED[verb];
  const named = isRecord(body) ? namedIn(body[field], usual) : undefined;
  if (named === undefined) return empty(field, 'It');
  const note = said(`${words} ${named.name}`, base);
  return verb === 'assign'
    ? signals({ action: 'update', ...base, labelsAdded: { owner: named.name }, note })
    : signals({ action: 'note', ...base, note });
}

const HANDED = {
  assign: { field: 'owner', usual: 'user', words: 'Assigned to' },
  escalate: { field: 'escalation', usual: 'escalation', words: 'Escalated to' },
  responders: { field: 'responder', usual: 'team', words: 'Responder added:' },
  teams: { field: 'team', usual: 'team', words: 'Responder added:' },
} as const;

function changed(field: string, body: unknown, base: Named, { priorities }: OpsgenieOptions): Reading {
  const text = fieldOf(body, field);
  switch (field) {
    case 'message':
      return text === undefined
        ? empty(field, 'Message')
        : signals({ action: 'update', ...base, title: text });
    case 'description':
      // An empty one is allowed, and says nothing.
      return signals({ action: 'update', ...base, description: text });
    case 'priority':
      return text === undefined
        ? empty(field, 'Priority')
        : signals({
            action: 'update',
            ...base,
            severity: severityOf(text, priorities),
            sourceSeverity: text,
          });
    default:
      return unreadable('address: it is none of this API');
  }
}
