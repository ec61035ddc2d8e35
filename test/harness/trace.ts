import type { World } from './world.js';

interface CallTrace {
  readonly user_id: string;
  readonly started_at: Date;
  readonly ended_at: Date | null;
  readonly status: string;
  readonly reason: string | null;
  readonly stages: readonly { readonly stage: string; readonly at: string; readonly deviceId?: string }[];
}

/** What happened in one escalation, as lines of `seconds who what`, from the stored rows. */
export async function traceOf(world: World, escalationId: string, startMs: number): Promise<string[]> {
  const names = new Map(Object.entries(world.people).map(([letter, person]) => [person.userId, letter]));
  const rows = await world.house.query<CallTrace>(
    `select user_id, started_at, ended_at, status, state ->> 'endReason' as reason, stages from calls
     where escalation_id = $1 order by started_at, id`,
    [escalationId],
  );
  const lines = rows.flatMap((row) => {
    const who = names.get(row.user_id) ?? 'admin';
    const line = (at: Date, what: string): readonly [number, string] => [at.getTime(), `${who} ${what}`];
    return [
      line(row.started_at, 'called'),
      ...row.stages
        .filter((mark) => mark.stage === 'phone-asked')
        .map((mark) => line(new Date(mark.at), 'phone')),
      ...(row.ended_at
        ? [line(row.ended_at, row.status === 'ended' ? (row.reason ?? 'ended') : row.status)]
        : []),
    ];
  });
  return lines.sort(([a], [b]) => a - b).map(([at, text]) => `${((at - startMs) / 1000).toFixed(1)} ${text}`);
}
