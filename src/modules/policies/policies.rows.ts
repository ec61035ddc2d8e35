import type { PolicyView } from './policies.dto.js';

/** The rules themselves, without what the house keeps about them. */
export type Ladder = Pick<
  PolicyView,
  'steps' | 'delaySeconds' | 'repeat' | 'decisionSeconds' | 'whenAlertsResolve' | 'lastResort'
> & {
  /** Absent in what was kept or frozen before there was such a thing. */
  readonly stillOnItMinutes?: number | undefined;
};

/** What an escalation freezes when it starts. Without `policyId` nobody has saved it: rules for named people. */
export type PolicySnapshot = Ladder & {
  readonly policyId?: string | undefined;
  readonly teamId?: string | undefined;
  readonly name: string;
  /** Which version of the saved rules it is, and whose. Absent in what was frozen before it was kept. */
  readonly version?: number | undefined;
  readonly editedBy?: string | undefined;
  readonly editedAt?: string | undefined;
  /** Of a test ring: the one way that it takes to its person. */
  readonly way?: 'telephone' | { readonly deviceId: string } | undefined;
};

export interface PolicyRow {
  readonly id: string;
  readonly team_id: string;
  readonly name: string;
  readonly ladder: Ladder;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly edited_by: string | null;
  readonly version: number;
}
export const POLICY_COLUMNS = 'id, team_id, name, ladder, created_at, updated_at, edited_by, version';

export const policyViewOf = (row: PolicyRow): PolicyView => ({
  policyId: row.id,
  teamId: row.team_id,
  name: row.name,
  ...row.ladder,
  stillOnItMinutes: row.ladder.stillOnItMinutes ?? 0,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
  version: row.version,
});

export const snapshotOf = (row: PolicyRow): PolicySnapshot => ({
  policyId: row.id,
  teamId: row.team_id,
  name: row.name,
  version: row.version,
  editedAt: row.updated_at.toISOString(),
  ...(row.edited_by === null ? {} : { editedBy: row.edited_by }),
  ...row.ladder,
});
