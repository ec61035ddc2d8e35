import type { IconName } from '../design/icons';
import type { ApiToken, Device, Duty, Integration } from '../generated/api/models';
import { endsSoon } from '../session/token-ends.rules';

export interface Warning {
  readonly id: string;
  readonly look: string;
  readonly icon: IconName;
  readonly title:
    'now.warnDuty' | 'now.warnDevice' | 'now.warnIntegration' | 'now.warnNoDevice' | 'now.warnToken';
  readonly name: string;
  readonly text: string;
  readonly path: string;
}

const RECENT_MS = 86_400_000;

/** What would fail at night if nobody looks at it by day. */
export function findWarnings(given: {
  readonly duties: readonly Duty[];
  readonly devices: readonly Device[] | undefined;
  readonly integrations: readonly Integration[];
  readonly tokens: readonly ApiToken[];
  /** An instant as people read it. */
  readonly words: (at: string) => string;
  readonly now: number;
}): readonly Warning[] {
  return [
    ...given.duties
      .filter((duty) => duty.now === undefined)
      .map((duty) => ({
        id: duty.scheduleId,
        look: 'c-critical',
        icon: 'gap' as const,
        title: 'now.warnDuty' as const,
        name: duty.teamName,
        text: duty.scheduleName,
        path: `/teams/${duty.teamId}/schedule`,
      })),
    ...(given.devices?.length === 0
      ? [
          {
            id: 'no-device',
            look: 'c-high',
            icon: 'mobile' as const,
            title: 'now.warnNoDevice' as const,
            name: '',
            text: '',
            path: '/settings/profile',
          },
        ]
      : []),
    ...(given.devices ?? [])
      .filter((device) => device.readiness === 'fail')
      .map((device) => ({
        id: device.deviceId,
        look: 'c-high',
        icon: 'mobile' as const,
        title: 'now.warnDevice' as const,
        name: device.name,
        text: device.checks
          .filter((check) => check.level === 'fail')
          .map((check) => check.detail ?? check.check)
          .join(', '),
        path: '/settings/profile',
      })),
    ...given.integrations
      .filter(
        ({ lastProblemAt, lastDeliveryAt }) =>
          lastProblemAt !== undefined &&
          given.now - Date.parse(lastProblemAt) < RECENT_MS &&
          (lastDeliveryAt === undefined || Date.parse(lastProblemAt) >= Date.parse(lastDeliveryAt)),
      )
      .map((integration) => ({
        id: integration.integrationId,
        look: 'c-warning',
        icon: 'plug' as const,
        title: 'now.warnIntegration' as const,
        name: integration.name,
        text: integration.lastProblem ?? '',
        path: `/integrations/${integration.integrationId}`,
      })),
    ...given.tokens
      .filter((token) => endsSoon(token, given.now))
      .map((token) => ({
        id: token.tokenId,
        look: 'c-warning',
        icon: 'key' as const,
        title: 'now.warnToken' as const,
        name: token.name,
        text: given.words(token.expiresAt),
        path: '/settings/profile',
      })),
  ];
}
