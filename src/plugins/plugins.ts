import { alertmanager } from './alert-sources/alertmanager/alertmanager.js';
import { awsSns } from './alert-sources/aws-sns/aws-sns.js';
import { cloudevents } from './alert-sources/cloudevents/cloudevents.js';
import { datadog } from './alert-sources/datadog/datadog.js';
import { email as emailSource } from './alert-sources/email/email.js';
import { generic } from './alert-sources/generic/generic.js';
import { grafanaOncall } from './alert-sources/grafana-oncall/grafana-oncall.js';
import { grafana } from './alert-sources/grafana/grafana.js';
import { nagiosIcinga } from './alert-sources/nagios-icinga/nagios-icinga.js';
import { opsgenieAlerts } from './alert-sources/opsgenie-alerts/opsgenie-alerts.js';
import { pagerdutyEvents } from './alert-sources/pagerduty-events/pagerduty-events.js';
import { sentry } from './alert-sources/sentry/sentry.js';
import { uptimeKuma } from './alert-sources/uptime-kuma/uptime-kuma.js';
import { zabbix } from './alert-sources/zabbix/zabbix.js';
import type { Plugin } from './kit/index.js';
import { apns } from './notifiers/apns/apns.js';
import { email } from './notifiers/email/email.js';
import { fcm } from './notifiers/fcm/fcm.js';
import { mattermost } from './notifiers/mattermost/mattermost.js';
import { slack } from './notifiers/slack/slack.js';
import { teams } from './notifiers/teams/teams.js';
import { twilio } from './notifiers/twilio/twilio.js';
import { vonage } from './notifiers/vonage/vonage.js';
import { webPush } from './notifiers/web-push/web-push.js';
import { webhook } from './notifiers/webhook/webhook.js';

/** The whole registration of a plugin is its line here; plugins.spec.ts fails when a folder has none. */
export const plugins: readonly Plugin[] = [
  // Alert sources
  alertmanager,
  awsSns,
  cloudevents,
  datadog,
  emailSource,
  generic,
  grafana,
  grafanaOncall,
  nagiosIcinga,
  opsgenieAlerts,
  pagerdutyEvents,
  sentry,
  uptimeKuma,
  zabbix,
  // Notifiers
  apns,
  email,
  fcm,
  mattermost,
  slack,
  teams,
  twilio,
  vonage,
  webPush,
  webhook,
];
