import { inject, Injectable } from '@angular/core';
import { Api } from '../generated/api/api';
import { countAlerts, getAlert, getDelivery, listAlerts, resolveAlert } from '../generated/api/functions';
import type { Alert, AlertCounts, AlertPage, Delivery, Severity } from '../generated/api/models';

export interface AlertFilter {
  readonly status?: 'firing' | 'resolved';
  readonly severity?: Severity;
  readonly teamId?: string;
  readonly integrationId?: string;
  readonly unowned?: boolean;
  readonly query?: string;
}

@Injectable({ providedIn: 'root' })
export class AlertsApi {
  private readonly api = inject(Api);

  list(filter: AlertFilter, pageToken?: string): Promise<AlertPage> {
    return this.api.invoke(listAlerts, {
      ...filter,
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

  counts(from: string, until: string, teamId: string | undefined): Promise<AlertCounts> {
    return this.api.invoke(countAlerts, {
      from,
      until,
      buckets: 120,
      ...(teamId === undefined ? {} : { teamId }),
    });
  }
}
