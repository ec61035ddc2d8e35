import pg from 'pg';
import type { World } from './world.js';

export interface PlantedFinding {
  readonly code: string;
  readonly subjectId: string;
  readonly detail?: string;
  readonly isRepaired?: boolean;
  readonly times?: number;
  readonly secondsAgo: number;
}
export interface PlantedRoute {
  readonly route: string;
  readonly state: 'closed' | 'degraded' | 'open';
  readonly because: string;
  readonly rang: number;
  readonly attempts: number;
}

/** What should never happen, written where the engine would write it: the product gives no way to bring it about. */
export class Faults {
  private constructor(private readonly database: pg.Client) {}

  static async open({ databaseUrl }: World): Promise<Faults> {
    const database = new pg.Client({ connectionString: databaseUrl });
    await database.connect();
    return new Faults(database);
  }

  /** Nothing was ever found, and the routes are judged by what really happens. */
  async none(): Promise<void> {
    await this.database.query('delete from engine_findings');
    await this.database.query('delete from provider_routes');
    await this.database.query(`update chores set due_at = now() where name = 'routes'`);
  }

  /** Told already, so that nobody is informed of it. */
  async find(...findings: readonly PlantedFinding[]): Promise<void> {
    for (const { code, subjectId, detail, isRepaired, times, secondsAgo } of findings)
      await this.database.query(
        `insert into engine_findings (id, code, subject_id, is_repaired, detail, times, first_at, last_at, alarmed_at)
         values (gen_random_uuid(), $1, $2, $3, $4, $5, now() - make_interval(secs => $6 + 3600),
           now() - make_interval(secs => $6), now())`,
        [code, subjectId, isRepaired ?? false, detail ?? '', times ?? 1, secondsAgo],
      );
  }

  /** Judged so, and not judged again while we look. */
  async judge(...routes: readonly PlantedRoute[]): Promise<void> {
    await this.database.query(`update chores set due_at = now() + interval '1 hour' where name = 'routes'`);
    for (const { route, state, because, attempts, rang } of routes)
      await this.database.query(
        `insert into provider_routes (route, state, because, since, attempts, rang, failed)
         values ($1, $2, $3, now() - interval '4 minutes', $4, $5, 0)
         on conflict (route) do update set state = excluded.state, because = excluded.because`,
        [route, state, because, attempts, rang],
      );
  }

  /** Somebody writes in the log past Barry; what puts it back as it was. */
  async tamperWithAudit(number: number): Promise<() => Promise<void>> {
    const one = `where id = (select audit_id from audit_chain where number = ${number})`;
    const { rows } = await this.database.query<{ actor_name: string }>(
      `select actor_name from audit_log ${one}`,
    );
    // Whoever may do everything in the database may do this, too.
    await this.database.query('set session_replication_role = replica');
    await this.database.query(`update audit_log set actor_name = 'Mallory' ${one}`);
    return async () => {
      await this.database.query(`update audit_log set actor_name = $1 ${one}`, [rows[0]?.actor_name]);
    };
  }

  /** As if it had been made and used so many days ago. */
  async age(
    tokenId: string,
    days: { readonly made: number; readonly left: number; readonly used?: number },
  ): Promise<void> {
    await this.database.query(
      `update api_tokens set created_at = now() - make_interval(days => $2),
         expires_at = now() + make_interval(days => $3),
         last_used_at = now() - make_interval(days => $4),
         last_used_address = case when $4::int is not null then '203.0.113.7' end
       where id = $1`,
      [tokenId, days.made, days.left, days.used ?? null],
    );
  }

  close(): Promise<void> {
    return this.database.end();
  }
}
