/** As in `install/payload.json`, from where people take it who set Datadog up by Terraform; a test holds the two together. */
export const PAYLOAD = `{
  "cycle_key": "$ALERT_CYCLE_KEY",
  "aggreg_key": "$AGGREG_KEY",
  "monitor_id": "$ALERT_ID",
  "id": "$ID",
  "alert_transition": "$ALERT_TRANSITION",
  "alert_type": "$ALERT_TYPE",
  "priority": "$ALERT_PRIORITY",
  "title": "$EVENT_TITLE",
  "body": "$TEXT_ONLY_MSG",
  "alert_status": "$ALERT_STATUS",
  "alert_query": "$ALERT_QUERY",
  "alert_metric": "$ALERT_METRIC",
  "scopes": "$ALERT_SCOPE",
  "hostname": "$HOSTNAME",
  "tags": "$TAGS",
  "event_type": "$EVENT_TYPE",
  "date": "$DATE",
  "last_updated": "$LAST_UPDATED",
  "org": { "id": "$ORG_ID", "name": "$ORG_NAME" },
  "link": "$LINK",
  "snapshot": "$SNAPSHOT"
}
`;
