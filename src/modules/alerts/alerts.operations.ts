import { operations } from '../../platform/wire/declare.js';
import { Empty } from '../../platform/wire/schemas.js';
import * as dto from './alerts.dto.js';

export const alerts = operations('alerts', 'AlertsService', {
  ListServices: {
    summary: 'What can break, and whose it is',
    http: 'GET /services',
    allow: 'alerts.read',
    input: dto.ListServicesInput,
    output: dto.ServiceList,
  },
  GetService: {
    summary: 'One service',
    http: 'GET /services/:serviceId',
    allow: 'alerts.read',
    input: dto.ServiceRef,
    output: dto.ServiceView,
  },
  CreateService: {
    summary: 'Adds a service',
    http: 'POST /services',
    allow: 'services.edit',
    audit: 'service.created',
    created: true,
    input: dto.CreateServiceInput,
    output: dto.ServiceView,
  },
  UpdateService: {
    summary: 'Changes a service',
    http: 'PATCH /services/:serviceId',
    allow: 'services.edit',
    audit: 'service.updated',
    input: dto.UpdateServiceInput,
    output: dto.ServiceView,
  },
  DeleteService: {
    summary: 'Removes a service',
    http: 'DELETE /services/:serviceId',
    allow: 'services.edit',
    audit: 'service.deleted',
    input: dto.ServiceRef,
    output: Empty,
  },
  ListAlerts: {
    summary: 'Alerts, newest first',
    http: 'GET /alerts',
    allow: 'alerts.read',
    input: dto.ListAlertsInput,
    output: dto.AlertPage,
  },
  CountAlerts: {
    summary: 'How many alerts began, over time and by severity',
    http: 'GET /alerts/counts',
    allow: 'alerts.read',
    input: dto.CountAlertsInput,
    output: dto.AlertCounts,
  },
  GetAlert: {
    summary: 'One alert, with why it was routed so',
    http: 'GET /alerts/:alertId',
    allow: 'alerts.read',
    input: dto.AlertRef,
    output: dto.AlertView,
  },
  RaiseAlert: {
    summary: 'Opens an alert, or counts it on the one with its key',
    http: 'POST /alerts',
    allow: 'alerts.raise',
    audit: 'alert.raised',
    created: true,
    input: dto.RaiseAlertInput,
    output: dto.AlertView,
  },
  ResolveAlert: {
    summary: 'Resolves an alert by id or by key',
    http: 'POST /alerts/resolve',
    allow: 'alerts.raise',
    audit: 'alert.resolved',
    input: dto.ResolveAlertInput,
    output: dto.AlertView,
  },
});
