import type { z } from 'zod';
import type * as dto from './alerts.dto.js';
import { CANARY_INTEGRATION_ID } from './ingest.js';

type Filter = Omit<z.output<typeof dto.ListAlertsInput>, 'pageSize' | 'pageToken'>;

/** Of `alerts`, with the first ten places for what `filterValues` gives. What canaries tried is shown to who asks for it. */
export const FILTERED = `($1::text is null or status = $1) and ($2::text is null or severity = $2)
  and ($3::uuid is null or exists (select from alert_routes where alert_id = alerts.id and team_id = $3))
  and case when $4::uuid is null then integration_id <> '${CANARY_INTEGRATION_ID}' else integration_id = $4 end
  and ($5::boolean is not true or (status = 'firing' and incident_id is null and not exists (
    select from alert_routes where alert_id = alerts.id and standing in ('live', 'taken'))))
  and ($6::text is null or title ilike $6 or host ilike $6 or service ilike $6)
  and ($7::text is null or kind = $7)
  and ($8::boolean is null or $8 = (suppressed is not null or exists (
    select from alert_routes where alert_id = alerts.id and reason in ('maintenance', 'snoozed'))))
  and ($9::timestamptz is null or first_received_at >= $9) and ($10::timestamptz is null or first_received_at < $10)`;

export const filterValues = (filter: Filter): readonly unknown[] => [
  filter.unowned ? 'firing' : (filter.status ?? null),
  filter.severity ?? null,
  filter.teamId ?? null,
  filter.integrationId ?? null,
  filter.unowned ?? null,
  filter.query === undefined ? null : containing(filter.query),
  filter.kind ?? null,
  filter.suppressed ?? null,
  filter.from ?? null,
  filter.until ?? null,
];

/** A pattern that means the text itself. */
const containing = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`;
