import { z } from 'zod';
import {
  fitsGlob,
  instantOf,
  type Link,
  linksOf,
  type Severity,
  severityOf,
  type Signal,
  textsOf,
} from '../../kit/index.js';
import type { Sent } from './envelope.js';
import type { SnsOptions } from './options.js';

const Text = z.string().catch('');
const Trigger = z
  .object({
    MetricName: Text,
    Namespace: Text,
    Dimensions: z.array(z.unknown()).catch([]),
  })
  .catch({ MetricName: '', Namespace: '', Dimensions: [] });

/** What CloudWatch puts into the message of an alarm; a composite alarm has no metric. */
export const Alarm = z.object({
  AlarmName: z.string().min(1),
  AlarmArn: Text,
  AlarmDescription: Text,
  AWSAccountId: Text,
  Region: Text,
  NewStateValue: z.enum(['ALARM', 'OK', 'INSUFFICIENT_DATA']),
  NewStateReason: Text,
  StateChangeTime: z.unknown().optional(),
  Trigger,
});
export type Alarm = z.output<typeof Alarm>;

/** The same key as long as the alarm lives, however often its state changes. */
export function alarmSignal(alarm: Alarm, sent: Sent, options: SnsOptions): Signal {
  const {
    AlarmName: name,
    AlarmArn: arn,
    NewStateValue: state,
    AWSAccountId: account,
    Trigger: metric,
  } = alarm;
  const { AlarmDescription: description, NewStateReason: reason, StateChangeTime } = alarm;
  const region = regionIn(arn) ?? regionIn(sent.topic) ?? alarm.Region;
  const isOver = state === 'OK';
  const at = instantOf(StateChangeTime) ?? instantOf(sent.at);
  const dimensions = dimensionsOf(metric.Dimensions);
  const word = taggedIn(description, 'severity') ?? taggedIn(description, 'priority');
  const team = taggedIn(description, 'team');
  return {
    action: isOver ? 'resolve' : 'trigger',
    kind: state === 'INSUFFICIENT_DATA' ? 'no-data' : 'problem',
    dedupKey: arn || `${account}/${region}/${name}`,
    title: name,
    description: [description, reason].filter(Boolean).join('\n\n') || undefined,
    severity: severityOf(word) ?? severityByName(name, options) ?? options.severity,
    sourceSeverity: word,
    service: metric.Namespace || undefined,
    component: metric.MetricName || undefined,
    host: dimensions['InstanceId'] ?? dimensions['Host'] ?? dimensions['host'],
    environment: taggedIn(description, 'env') ?? taggedIn(description, 'environment'),
    teams: team === undefined ? undefined : [team],
    labels: {
      ...dimensions,
      ...(region && { region }),
      ...(account && { account }),
      ...(sent.topic && { topic: sent.topic }),
    },
    links: linksOfAlarm(name, region, description),
    ...(isOver ? { endedAt: at } : { startedAt: at }),
  };
}

/** arn:aws:cloudwatch:ap-northeast-1:123456789012:alarm:Name */
function regionIn(arn: string): string | undefined {
  const [scheme, , , region] = arn.split(':', 5);
  return scheme === 'arn' && region ? region : undefined;
}

/** Dimensions are {name, value} in a metric's alarm, {Name, Value} elsewhere. */
const dimensionsOf = (list: readonly unknown[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    list.flatMap((one) => {
      const { name, Name, value, Value } = textsOf(one);
      const key = name ?? Name;
      return key ? [[key, value ?? Value ?? '']] : [];
    }),
  );

/** CloudWatch knows neither severity nor team: people write "severity: high" into the description of an alarm. */
export const taggedIn = (text: string, name: string): string | undefined =>
  new RegExp(`(?<![\\w-])${name}\\s{0,3}[:=]\\s{0,3}([\\w-]{1,60})`, 'i').exec(text.slice(0, 10_000))?.[1];

export function severityByName(name: string, { severityByName: rules }: SnsOptions): Severity | undefined {
  return Object.entries(rules).find(([pattern]) => fitsGlob(name, pattern))?.[1];
}

function linksOfAlarm(name: string, region: string, description: string): readonly Link[] {
  const runbook = /\brunbook\s{0,3}[:=]\s{0,3}(https?:\/\/\S{1,1000})/i.exec(
    description.slice(0, 10_000),
  )?.[1];
  const isRegion = /^[a-z]{2}(-[a-z]+)+-\d{1,2}$/.test(region);
  const console = region.startsWith('cn-') ? 'console.amazonaws.cn' : 'console.aws.amazon.com';
  return linksOf({
    source: isRegion
      ? `https://${region}.${console}/cloudwatch/home?region=${region}#alarmsV2:alarm/${encodeURIComponent(name)}`
      : undefined,
    runbook,
  });
}
