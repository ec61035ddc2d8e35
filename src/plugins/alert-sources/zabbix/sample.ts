/** What our media type posts for a new problem. */
export const SAMPLE = {
  event_id: '481516',
  event_source: '0',
  event_value: '1',
  event_update_status: '0',
  event_update_action: '{EVENT.UPDATE.ACTION}',
  event_name: 'Free disk space is less than 5% on db-2',
  event_nseverity: '4',
  event_severity: 'High',
  event_opdata: 'Free: 3.1 %',
  event_tags_json: '[{"tag":"service","value":"database"}]',
  host_name: 'db-2',
} as const;
