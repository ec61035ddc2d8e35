// The invariants of the engine's design, and for each at least one fault that its own test must catch: one line of the
// product as somebody might write it by mistake. `find` stands in the file exactly once, with any white space.
const ESCALATION = 'src/modules/escalation';
const NOTIFICATIONS = 'src/modules/notifications';

export const invariants = [
  {
    number: 1,
    says: 'A live escalation and a live call have exactly one timer; final ones none.',
    mutants: [
      {
        mutant: 'the database keeps a live call that has no timer',
        edits: [
          {
            file: `${ESCALATION}/escalation.migrations.ts`,
            find: 'user_id, try), constraint calls_one_timer check ((status in ${CALL_OVER}) = (due_at is null))',
            replace: 'user_id, try)',
          },
        ],
      },
    ],
  },
  {
    number: 2,
    says: 'One live ordinary escalation per (team, group key).',
    mutants: [
      {
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
    ],
  },
  {
    number: 3,
    says: 'One log row per version, gapless; replay gives the row.',
    mutants: [
      {
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
        mutant: 'the log does not say whom a step could have called',
        edits: [
          {
            file: `${ESCALATION}/work.ts`,
            find: 'this.versions.push({ row: next, event, candidates, lookup, from, notes, actor });',
            replace: 'this.versions.push({ row: next, event, candidates: [], lookup, from, notes, actor });',
          },
        ],
      },
    ],
  },
  {
    number: 4,
    says: 'No acceptance is counted once `needed` is reached; after acceptance no new call in that escalation.',
    mutants: [
      {
        mutant: 'who accepts after the needed ones is counted as well',
        edits: [
          {
            file: `${ESCALATION}/answers.rules.ts`,
            find: "if (isFinal(run.status) && run.status !== 'exhausted')",
            replace: "if (run.status === 'resolved' || run.status === 'cancelled')",
          },
        ],
      },
    ],
  },
  {
    number: 5,
    says: 'After acceptance no ring is sent later than 3 s; every reachable device is told within 2 s (without faults); every device stops by itself at its ring’s end.',
    mutants: [
      {
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
    ],
  },
  {
    number: 6,
    says: 'A call is unique per (escalation, cycle, step, user, try).',
    mutants: [
      {
        mutant: 'the database takes the same call twice',
        edits: [
          {
            file: `${ESCALATION}/escalation.migrations.ts`,
            find: 'constraint calls_once unique (escalation_id, cycle, step, user_id, try),',
            replace: '',
          },
        ],
      },
    ],
  },
  {
    number: 7,
    says: 'One live ring per device.',
    mutants: [
      {
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
    ],
  },
  {
    number: 8,
    says: 'Sends per idempotency key: 1 without faults, ≤ 2 with one crash; device-visible rings per revision ≤ 1.',
    mutants: [
      {
        mutant: 'the lease of a message is shorter than the time that its send may take',
        edits: [
          {
            file: `${NOTIFICATIONS}/sender.engine.ts`,
            find: 'const LEASE_MS = 5_000;',
            replace: 'const LEASE_MS = 2_500;',
          },
        ],
      },
    ],
  },
  {
    number: 9,
    says: 'Nothing is sent for a cancelled call claimed after the cancel, nor after `expires_at`.',
    mutants: [
      {
        mutant: 'a telephone call that was cancelled is dialled all the same',
        edits: [
          {
            file: `${ESCALATION}/send-reports.service.ts`,
            find: "return row.kind !== 'phone' || ids.has(row.call_id ?? '');",
            replace: 'return true;',
          },
        ],
      },
    ],
  },
  {
    number: 10,
    says: 'No call starts while `simultaneous` people of the step are being called (plus `targetsAdded`); nobody has two live calls; never somebody outside the frozen candidates.',
    mutants: [
      {
        mutant: 'one more than the step says rings at once',
        edits: [
          {
            file: `${ESCALATION}/ladder.rules.ts`,
            find: "(q.slot === 'own' || taken < slots)",
            replace: "(q.slot === 'own' || taken <= slots)",
          },
        ],
      },
    ],
  },
  {
    number: 11,
    says: 'Step k+1 starts only when step k is spent or skipped by a person; only `severityRose` goes back.',
    mutants: [
      {
        mutant: 'a step is left while somebody of it pauses',
        edits: [
          {
            file: `${ESCALATION}/ladder.rules.ts`,
            find: "return place.kind === 'waiting' || place.kind === 'calling' || place.kind === 'pausing';",
            replace: "return place.kind === 'waiting' || place.kind === 'calling';",
          },
        ],
      },
    ],
  },
  {
    number: 12,
    says: 'A ring lasts at least its configured time even if the engine was late or down; no try is spent unheard.',
    mutants: [
      {
        mutant: 'what expired unsent counts as refused by the device',
        edits: [
          {
            file: `${NOTIFICATIONS}/outcome-recorder.ts`,
            find: "if (state !== 'failed' || (outcome === EXPIRED && row.kind !== 'phone')) return [];",
            replace: "if (state !== 'failed') return [];",
          },
        ],
      },
    ],
  },
  {
    number: 13,
    says: 'Receipts commute (stages and verdict).',
    mutants: [
      {
        mutant: 'the last receipt counts, not the furthest',
        edits: [
          {
            file: `${ESCALATION}/receipts.rules.ts`,
            find: 'return isAtLeast(device.stage, receipt) ? device :',
            replace: 'return device.stage === receipt ? device :',
          },
        ],
      },
    ],
  },
  {
    number: 14,
    says: 'An alert answered 2xx survives crash and fail-over, and has an escalation or a recorded reason.',
    mutants: [
      {
        mutant: 'a sender that does not try again hears yes before anything is on a disk',
        edits: [
          {
            file: 'src/modules/webhooks/intake.service.ts',
            find: '!arrival.source.retries && (await this.spool.keep(arrival, job.row.integration_id));',
            replace:
              '!arrival.source.retries && ((await this.spool.keep(arrival, job.row.integration_id)) || true);',
          },
        ],
      },
    ],
  },
  {
    number: 15,
    says: 'Concurrent deliveries of one dedup key open one alert; the count is right.',
    mutants: [
      {
        mutant: 'who speaks of the same key at the same moment does not wait',
        edits: [
          {
            file: 'src/modules/alerts/ingest.queries.ts',
            find: 'select pg_advisory_xact_lock(lock) from unnest($1::bigint[]) as lock',
            replace: 'select lock from unnest($1::bigint[]) as lock',
          },
        ],
      },
    ],
  },
  {
    number: 16,
    says: 'Policy edits never change a running escalation, schedule edits never a step already started.',
    mutants: [
      {
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
    ],
  },
  {
    number: 17,
    says: 'A stale lease changes nothing.',
    mutants: [
      {
        mutant: 'an outcome is recorded whoever has the lease by now',
        edits: [
          {
            file: `${NOTIFICATIONS}/outcome-recorder.ts`,
            find: "where o.id = given.id and o.lease_token = given.lease_token and o.state = 'waiting'",
            replace: "where o.id = given.id and o.state = 'waiting'",
          },
        ],
      },
    ],
  },
  {
    number: 18,
    says: 'Clock jumps and skew change no order.',
    mutants: [
      {
        mutant: 'the time between two samples is that of the wall clock',
        edits: [
          {
            file: 'src/platform/clock/database-clock.ts',
            find: 'return new Date(this.at(performance.now()));',
            replace: 'return new Date(this.at(Date.now() - performance.timeOrigin));',
          },
        ],
      },
    ],
  },
  {
    number: 19,
    says: 'One team’s storm keeps the others’ p99 within 2×.',
    mutants: [
      {
        mutant: 'what is critical waits behind what is older',
        edits: [
          {
            file: `${NOTIFICATIONS}/outbox.ts`,
            find: 'export const LANES = { cancel: 0, critical: 1, normal: 2, inform: 3 } as const;',
            replace: 'export const LANES = { cancel: 0, critical: 2, normal: 2, inform: 3 } as const;',
          },
        ],
      },
    ],
  },
  {
    number: 20,
    says: 'No proof of ring by the deadline → a phone call for that person exists in the same try, or “no phone” is recorded.',
    mutants: [
      {
        mutant: 'that somebody has no phone is not recorded',
        edits: [
          {
            file: `${ESCALATION}/channels.rules.ts`,
            find: 'const recorded = change(turn, { noPhone: true, phoneAt: null });',
            replace: 'const recorded = change(turn, { phoneAt: null });',
          },
        ],
      },
    ],
  },
  {
    number: 21,
    says: 'A breaker never leaves somebody with no channel tried.',
    mutants: [
      {
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
    ],
  },
  {
    number: 22,
    says: 'Every escalation ends; exhausted always triggers the last resort or tells who asked.',
    mutants: [
      {
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
    ],
  },
  {
    number: 23,
    says: 'Timers fire ≤ 1 s late normally, ≤ 5 s after SIGKILL.',
    mutants: [
      {
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
    ],
  },
  {
    number: 24,
    says: 'Outbox rows leave by `expires_at` + lease.',
    mutants: [
      {
        mutant: 'a message is tried again after its end, because its provider says so',
        edits: [
          {
            file: `${NOTIFICATIONS}/sender.rules.ts`,
            find: 'const isWorthIt = row.tries < MAX_TRIES && againAt < row.expires_at;',
            replace: 'const isWorthIt = row.tries < MAX_TRIES && now < row.expires_at;',
          },
        ],
      },
    ],
  },
  {
    number: 25,
    says: 'The watcher rings ≤ 60 s after total loss.',
    mutants: [
      {
        mutant: 'silence is believed after six heartbeats that did not come',
        edits: [
          {
            file: 'src/modules/operations/watched.rules.ts',
            find: 'export const SILENT_AFTER_MS = 30_000;',
            replace: 'export const SILENT_AFTER_MS = 60_000;',
          },
        ],
      },
    ],
  },
  {
    number: 26,
    says: '10,000 alerts for one team: ≤ 1 live ring per device.',
    mutants: [
      {
        mutant: 'a device that rings is rung anew for each batch of a storm',
        edits: [
          {
            file: `${ESCALATION}/ring-messages.ts`,
            find: "const kind = isNew || isAnew || session.is_test ? 'ring' : 'update';",
            replace:
              "const kind = isNew || isAnew || session.is_test || face.count > 20 ? 'ring' : 'update';",
          },
        ],
      },
    ],
  },
  {
    number: 27,
    says: 'Auditor repairs are 0 in every fault-free run.',
    mutants: [
      {
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
    ],
  },
];

export const mutants = invariants.flatMap(({ number, mutants: own }) =>
  own.map((mutant) => ({ invariant: number, ...mutant })),
);
