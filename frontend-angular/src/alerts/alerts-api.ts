import { inject, Injectable } from '@angular/core';
import { Api } from '../generated/api/api';
import {
  actOnAlerts,
  countAlerts,
  getAlert,
  getDelivery,
  listAlerts,
  listIntegrations,
  resolveAlert,
  snoozeAlert,
} from '../generated/api/functions';
import type {
  ActedAlert,
  Alert,
  AlertCounts,
  AlertKind,
  AlertPage,
  Delivery,
  Integration,
  Severity,
} from '../generated/api/models';
import type { Span } from './brush';

export interface AlertFilter {
  readonly status?: 'firing' | 'resolved';
  readonly severity?: Severity;
  readonly kind?: AlertKind;
  readonly suppressed?: boolean;
  readonly teamId?: string;
  readonly integrationId?: string;
  readonly unowned?: boolean;
  readonly query?: string;
}

@Injectable({ providedIn: 'root' })
export class AlertsApi {
  private readonly api = inject(Api);

  list(filter: AlertFilter, span: Span | undefined, pageToken?: string): Promise<AlertPage> {
    return this.api.invoke(listAlerts, {
      ...filter,
      ...span,
      pageSize: 50,
      ...(pageToken === undefined ? {} : { pageToken }),
    });
  }

  get(alertId: string): Promise<Alert> {
    return this.api.invoke(getAlert, { alertId });
  }

  delivery(deliveryId: string): Promise<Delivery> {
    return this.api.invoke(getDelivery, { deliveryId });
  }

  resolve(alertId: string): Promise<Alert> {
    return this.api.invoke(resolveAlert, { body: { alertId } });
  }

  /** 0 minutes end it. */
  snooze(alertId: string, minutes: number, note: string): Promise<Alert> {
    return this.api.invoke(snoozeAlert, { alertId, body: { minutes, ...(note === '' ? {} : { note }) } });
  }

  async act(
    alertIds: readonly string[],
    wish:
      | { readonly action: 'resolve' }
      | { readonly action: 'snooze'; readonly minutes: number; readonly note: string },
  ): Promise<readonly ActedAlert[]> {
    const { note, ...what } = { note: '', ...wish };
    const body = { alertIds: [...alertIds], ...what, ...(note === '' ? {} : { note }) };
    return (await this.api.invoke(actOnAlerts, { body })).results;
  }

  readonly integrations = async (): Promise<readonly Integration[]> =>
    (await this.api.invoke(listIntegrations, {})).integrations;

  counts(span: Span, filter: AlertFilter): Promise<AlertCounts> {
    return this.api.invoke(countAlerts, { ...filter, ...span, buckets: 120 });
  }
}
