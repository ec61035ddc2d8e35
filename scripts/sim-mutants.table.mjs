// One promise of the engine's shell each, broken: the text to find (exactly once, any white space) and what stands there instead.
export const mutants = [
  {
    name: 'an outcome is recorded without the lease',
    file: 'src/modules/notifications/outcome-recorder.ts',
    find: "where o.id = given.id and o.lease_token = given.lease_token and o.state = 'waiting' returning o.id",
    replace: 'where o.id = given.id returning o.id',
  },
  {
    name: 'a message is claimed although somebody has the lease',
    file: 'src/modules/notifications/sender.engine.ts',
    find: 'and (lease_until is null or lease_until <= $1)',
    replace: '',
  },
  {
    name: 'a lease never runs out',
    file: 'src/modules/notifications/sender.engine.ts',
    find: 'and (lease_until is null or lease_until <= $1)',
    replace: 'and lease_until is null',
  },
  {
    name: 'what is over is not looked at again before it is sent',
    file: 'src/modules/notifications/sender.engine.ts',
    find: 'const wanted = inTime.length > 0 ? await this.reports.wanted(inTime) : new Set<string>();',
    replace: 'const wanted = new Set(inTime.map(({ id }) => id));',
  },
  {
    name: 'what has expired is put aside by nobody',
    file: 'src/modules/notifications/sender.engine.ts',
    find: 'const late = rows.filter((row) => row.expires_at <= now); const unwanted',
    replace: 'const late: OutboxRow[] = []; const unwanted',
  },
  {
    name: 'a send has no deadline',
    file: 'src/modules/notifications/sender.engine.ts',
    find: 'const DEADLINE_MS = 3_000;',
    replace: 'const DEADLINE_MS = 3_000_000;',
  },
  {
    name: 'escalations are read without a lock',
    file: 'src/modules/escalation/escalations.store.ts',
    find: 'from escalations where id = any($1::uuid[]) order by id for no key update`',
    replace: 'from escalations where id = any($1::uuid[]) order by id`',
  },
  {
    name: 'due escalations are taken without a lock',
    file: 'src/modules/escalation/escalations.store.ts',
    find: 'order by id for no key update skip locked`',
    replace: 'order by id`',
  },
  {
    name: 'rings are changed without a lock',
    file: 'src/modules/escalation/ring-sessions.store.ts',
    find: 'order by device_id for no key update`',
    replace: 'order by device_id`',
  },
  {
    name: 'alerts of one key are stored without taking turns',
    file: 'src/modules/alerts/ingest.queries.ts',
    find: 'select pg_advisory_xact_lock(lock) from unnest($1::bigint[]) as lock',
    replace: 'select lock from unnest($1::bigint[]) as lock',
  },
  {
    name: 'nobody looks unless woken',
    file: 'src/platform/clock/loop.ts',
    find: 'setInterval(() => this.pollUnlessIdle(loop), spec.pollMs)',
    replace: 'setInterval(() => undefined, spec.pollMs)',
  },
  {
    name: 'devices are not told that it is over',
    file: 'src/modules/escalation/ring-messages.ts',
    find: 'if (removed.every((change) => change.isSilent)) return [];',
    replace: 'if (removed.length > 0) return [];',
  },
  {
    name: 'a telephone is dialled again without asking',
    file: 'src/modules/notifications/redialling.ts',
    find: "if (row.kind !== 'phone' || row.tries === 1) return row;",
    replace: 'return row;',
  },
  {
    name: 'work that lost a race is not done anew',
    file: 'src/platform/database/transaction.ts',
    find: 'const RETRIES = 3;',
    replace: 'const RETRIES = 1;',
  },
  {
    name: 'a transaction is written statement by statement',
    file: 'src/platform/database/transaction.ts',
    find: "const begun = line.query('begin').catch(refuse);",
    replace: "const begun = line.query('select 1').catch(refuse);",
  },
];
