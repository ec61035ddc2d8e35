// For each invariant of the engine at least one fault that its own test must catch: one line of the product as somebody
// might write it by mistake. `find` stands in the file exactly once, with any white space.
const ESCALATION = 'src/modules/escalation';
const NOTIFICATIONS = 'src/modules/notifications';

export const mutants = [
  {
    invariant: 1,
    mutant: 'the database keeps a live call that has no timer',
    edits: [
      {
        file: `${ESCALATION}/escalation.migrations.ts`,
        find: 'user_id, try), constraint calls_one_timer check ((status in ${CALL_OVER}) = (due_at is null))',
        replace: 'user_id, try)',
      },
    ],
  },
  {
    invariant: 2,
    mutant: 'whether a group has a live escalation is only looked up, not enforced',
    edits: [
      {
        file: `${ESCALATION}/escalation.migrations.ts`,
        find: 'create unique index escalations_one_live',
        replace: 'create index escalations_one_live',
      },
      {
        file: `${ESCALATION}/escalations.store.ts`,
        find: "on conflict (team_id, group_key) where is_ordinary and status not in ('accepted', 'exhausted', 'resolved', 'cancelled') do nothing",
        replace: 'on conflict do nothing',
      },
    ],
  },
  {
    invariant: 3,
    mutant: 'the log takes one version of an escalation twice',
    edits: [
      {
        file: `${ESCALATION}/escalation.migrations.ts`,
        find: 'kernel_version int not null, primary key (escalation_id, version)',
        replace: 'kernel_version int not null',
      },
    ],
  },
  {
    invariant: 3,
    mutant: 'the log does not say whom a step could have called',
    edits: [
      {
        file: `${ESCALATION}/work.ts`,
        find: 'this.versions.push({ row: next, event, candidates, lookup, from, notes, actor });',
        replace: 'this.versions.push({ row: next, event, candidates: [], lookup, from, notes, actor });',
      },
    ],
  },
  {
    invariant: 4,
    mutant: 'who accepts after the needed ones is counted as well',
    edits: [
      {
        file: `${ESCALATION}/answers.rules.ts`,
        find: "if (isFinal(run.status) && run.status !== 'exhausted')",
        replace: "if (run.status === 'resolved' || run.status === 'cancelled')",
      },
    ],
  },
  {
    invariant: 5,
    mutant: 'a card ends when the server would give it up, not when its ring is over',
    edits: [
      {
        file: `${NOTIFICATIONS}/sender.rules.ts`,
        find: "return { kind: 'ring', card: { ...draft.card, expiresAt: wholeRing(draft.card, now), receipt } };",
        replace:
          "return { kind: 'ring', card: { ...draft.card, expiresAt: new Date(draft.expiresAt), receipt } };",
      },
    ],
  },
  {
    invariant: 5,
    mutant: 'a cancel waits a little, in case the device is rung anew',
    edits: [
      {
        file: `${ESCALATION}/ring-messages.ts`,
        find: 'return this.entries(device, message, LANES.cancel, new Date(now.getTime() + 60_000), now);',
        replace:
          'return this.entries(device, message, LANES.cancel, new Date(now.getTime() + 60_000), new Date(now.getTime() + 2_500));',
      },
    ],
  },
  {
    invariant: 6,
    mutant: 'the database takes the same call twice',
    edits: [
      {
        file: `${ESCALATION}/escalation.migrations.ts`,
        find: 'constraint calls_once unique (escalation_id, cycle, step, user_id, try),',
        replace: '',
      },
    ],
  },
  {
    invariant: 7,
    mutant: 'whether a device rings already is only looked up, not enforced',
    edits: [
      {
        file: `${ESCALATION}/escalation.migrations.ts`,
        find: 'create unique index ring_sessions_one_live',
        replace: 'create index ring_sessions_one_live',
      },
      {
        file: `${ESCALATION}/ring-sessions.store.ts`,
        find: 'on conflict (device_id) where ended_at is null do nothing',
        replace: 'on conflict do nothing',
      },
    ],
  },
  {
    invariant: 8,
    mutant: 'the lease of a message is shorter than the time that its send may take',
    edits: [
      {
        file: `${NOTIFICATIONS}/sender.engine.ts`,
        find: 'const LEASE_MS = 5_000;',
        replace: 'const LEASE_MS = 2_500;',
      },
    ],
  },
  {
    invariant: 9,
    mutant: 'a telephone call that was cancelled is dialled all the same',
    edits: [
      {
        file: `${ESCALATION}/send-reports.service.ts`,
        find: "return row.kind !== 'phone' || ids.has(row.call_id ?? '');",
        replace: 'return true;',
      },
    ],
  },
  {
    invariant: 10,
    mutant: 'one more than the step says rings at once',
    edits: [
      {
        file: `${ESCALATION}/ladder.rules.ts`,
        find: "(q.slot === 'own' || taken < slots)",
        replace: "(q.slot === 'own' || taken <= slots)",
      },
    ],
  },
  {
    invariant: 11,
    mutant: 'a step is left while somebody of it pauses',
    edits: [
      {
        file: `${ESCALATION}/ladder.rules.ts`,
        find: "return place.kind === 'waiting' || place.kind === 'calling' || place.kind === 'pausing';",
        replace: "return place.kind === 'waiting' || place.kind === 'calling';",
      },
    ],
  },
  {
    invariant: 12,
    mutant: 'what expired unsent counts as refused by the device',
    edits: [
      {
        file: `${NOTIFICATIONS}/outcome-recorder.ts`,
        find: "if (state !== 'failed' || (outcome === EXPIRED && row.kind !== 'phone')) return [];",
        replace: "if (state !== 'failed') return [];",
      },
    ],
  },
  {
    invariant: 13,
    mutant: 'the last receipt counts, not the furthest',
    edits: [
      {
        file: `${ESCALATION}/receipts.rules.ts`,
        find: 'return isAtLeast(device.stage, receipt) ? device :',
        replace: 'return device.stage === receipt ? device :',
      },
    ],
  },
  {
    invariant: 14,
    mutant: 'a sender that does not try again hears yes before anything is on a disk',
    edits: [
      {
        file: 'src/modules/webhooks/intake.service.ts',
        find: '!retries && (await this.spool.keep(arrival, job.row.integration_id));',
        replace: '!retries && ((await this.spool.keep(arrival, job.row.integration_id)) || true);',
      },
    ],
  },
  {
    invariant: 15,
    mutant: 'who speaks of the same key at the same moment does not wait',
    edits: [
      {
        file: 'src/modules/alerts/ingest.queries.ts',
        find: 'select pg_advisory_xact_lock(lock) from unnest($1::bigint[]) as lock',
        replace: 'select lock from unnest($1::bigint[]) as lock',
      },
    ],
  },
  {
    invariant: 16,
    mutant: 'an edited policy is taken over by what runs by it',
    edits: [
      {
        file: 'src/modules/policies/policies.service.ts',
        find: "return this.tell('policy.updated', before, await this.get(before.policyId), now);",
        replace: `await this.transaction.query(
        "update escalations set snapshot = snapshot || jsonb_build_object('steps', $2::jsonb -> 'steps') where policy_id = $1 and due_at is not null",
        [before.policyId, JSON.stringify(ladder)],
      );
      return this.tell('policy.updated', before, await this.get(before.policyId), now);`,
      },
    ],
  },
  {
    invariant: 17,
    mutant: 'an outcome is recorded whoever has the lease by now',
    edits: [
      {
        file: `${NOTIFICATIONS}/outcome-recorder.ts`,
        find: "where o.id = given.id and o.lease_token = given.lease_token and o.state = 'waiting'",
        replace: "where o.id = given.id and o.state = 'waiting'",
      },
    ],
  },
  {
    invariant: 18,
    mutant: 'the time between two samples is that of the wall clock',
    edits: [
      {
        file: 'src/platform/clock/database-clock.ts',
        find: 'return new Date(this.at(performance.now()));',
        replace: 'return new Date(this.at(Date.now() - performance.timeOrigin));',
      },
    ],
  },
  {
    invariant: 19,
    mutant: 'what is critical waits behind what is older',
    edits: [
      {
        file: `${NOTIFICATIONS}/outbox.ts`,
        find: 'export const LANES = { cancel: 0, critical: 1, normal: 2, inform: 3 } as const;',
        replace: 'export const LANES = { cancel: 0, critical: 2, normal: 2, inform: 3 } as const;',
      },
    ],
  },
  {
    invariant: 20,
    mutant: 'that somebody has no phone is not recorded',
    edits: [
      {
        file: `${ESCALATION}/channels.rules.ts`,
        find: 'const recorded = change(turn, { noPhone: true, phoneAt: null });',
        replace: 'const recorded = change(turn, { phoneAt: null });',
      },
    ],
  },
  {
    invariant: 21,
    mutant: 'nothing is pushed over a route whose breaker is open',
    edits: [
      {
        file: `${ESCALATION}/call.rules.ts`,
        find: "const normal = call.devices.filter((device) => device.variant === 'normal');",
        replace:
          "const normal = call.devices.filter((device) => device.variant === 'normal' && device.distrust !== 'open');",
      },
    ],
  },
  {
    invariant: 22,
    mutant: 'the list of the organisation rings for ten rounds and no more',
    edits: [
      {
        file: `${ESCALATION}/last-resort.rules.ts`,
        find: "if (run.kind === 'additional' || run.kind === 'handover') return warning;",
        replace:
          "if (run.kind === 'additional' || run.kind === 'handover' || run.round > 10) return warning;",
      },
    ],
  },
  {
    invariant: 23,
    mutant: 'a loop sleeps from poll to poll, whatever is due meanwhile',
    edits: [
      {
        file: 'src/platform/clock/loop.ts',
        find: 'if (pauseMs < loop.spec.pollMs) loop.timer = this.clock.after(pauseMs, () => this.poke(loop));',
        replace:
          'if (pauseMs > loop.spec.pollMs) loop.timer = this.clock.after(pauseMs, () => this.poke(loop));',
      },
    ],
  },
  {
    invariant: 24,
    mutant: 'a message is tried again after its end, because its provider says so',
    edits: [
      {
        file: `${NOTIFICATIONS}/sender.rules.ts`,
        find: 'const isWorthIt = row.tries < MAX_TRIES && againAt < row.expires_at;',
        replace: 'const isWorthIt = row.tries < MAX_TRIES && now < row.expires_at;',
      },
    ],
  },
  {
    invariant: 25,
    mutant: 'silence is believed after six heartbeats that did not come',
    edits: [
      {
        file: 'src/modules/operations/watched.rules.ts',
        find: 'export const SILENT_AFTER_MS = 30_000;',
        replace: 'export const SILENT_AFTER_MS = 60_000;',
      },
    ],
  },
  {
    invariant: 26,
    mutant: 'a device that rings is rung anew for each batch of a storm',
    edits: [
      {
        file: `${ESCALATION}/ring-messages.ts`,
        find: "const kind = isNew || isAnew || session.is_test ? 'ring' : 'update';",
        replace: "const kind = isNew || isAnew || session.is_test || face.count > 20 ? 'ring' : 'update';",
      },
    ],
  },
  {
    invariant: 27,
    mutant: 'the device of somebody who read first and then declined rings on',
    edits: [
      {
        file: `${ESCALATION}/effects.shell.ts`,
        find: 'if (isCallOver(call.status) && !isCallOver(before.status))',
        replace:
          "if (isCallOver(call.status) && !isCallOver(before.status) && !(before.status === 'reading' && call.status === 'declined'))",
      },
    ],
  },
];
