import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { type Caller, TheCaller } from '../../platform/auth/caller.js';
import { Input, Operate } from '../../platform/wire/operation.js';
import type * as dto from './alerts.dto.js';
import { alerts } from './alerts.operations.js';
import { AlertsQueries } from './alerts.queries.js';
import { BulkService } from './bulk.service.js';
import { CatalogueService } from './catalogue.service.js';
import type * as windows from './maintenance.dto.js';
import { MaintenanceService } from './maintenance.service.js';
import { QuietAlerts } from './quiet-alerts.service.js';
import { RaisingService } from './raising.service.js';

@Controller()
export class AlertsController {
  constructor(
    private readonly catalogue: CatalogueService,
    private readonly queries: AlertsQueries,
    private readonly raising: RaisingService,
    private readonly maintenance: MaintenanceService,
    private readonly quiet: QuietAlerts,
    private readonly bulk: BulkService,
  ) {}

  @Operate(alerts.ListServices)
  listServices(
    @Input() input: z.output<typeof dto.ListServicesInput>,
  ): Promise<z.output<typeof dto.ServiceList>> {
    return this.catalogue.list(input);
  }

  @Operate(alerts.GetService)
  getService(@Input() input: z.output<typeof dto.ServiceRef>): Promise<dto.ServiceView> {
    return this.catalogue.get(input.serviceId);
  }

  @Operate(alerts.CreateService)
  createService(
    @Input() input: z.output<typeof dto.CreateServiceInput>,
    @TheCaller() caller: Caller,
  ): Promise<dto.ServiceView> {
    return this.catalogue.create(input, caller);
  }

  @Operate(alerts.UpdateService)
  updateService(
    @Input() input: z.output<typeof dto.UpdateServiceInput>,
    @TheCaller() caller: Caller,
  ): Promise<dto.ServiceView> {
    return this.catalogue.update(input, caller);
  }

  @Operate(alerts.DeleteService)
  deleteService(
    @Input() input: z.output<typeof dto.ServiceRef>,
    @TheCaller() caller: Caller,
  ): Promise<Record<string, never>> {
    return this.catalogue.delete(input.serviceId, caller);
  }

  @Operate(alerts.ListAlerts)
  listAlerts(@Input() input: z.output<typeof dto.ListAlertsInput>): Promise<z.output<typeof dto.AlertPage>> {
    return this.queries.list(input);
  }

  @Operate(alerts.CountAlerts)
  countAlerts(
    @Input() input: z.output<typeof dto.CountAlertsInput>,
  ): Promise<z.output<typeof dto.AlertCounts>> {
    return this.queries.count(input);
  }

  @Operate(alerts.GetAlert)
  getAlert(@Input() input: z.output<typeof dto.AlertRef>): Promise<dto.AlertView> {
    return this.queries.get(input.alertId);
  }

  @Operate(alerts.SnoozeAlert)
  snoozeAlert(
    @Input() input: z.output<typeof windows.SnoozeAlertInput>,
    @TheCaller() caller: Caller,
  ): Promise<dto.AlertView> {
    return this.quiet.snooze(input, caller);
  }

  @Operate(alerts.ActOnAlerts)
  actOnAlerts(
    @Input() input: z.output<typeof dto.ActOnAlertsInput>,
    @TheCaller() caller: Caller,
  ): Promise<z.output<typeof dto.ActedAlerts>> {
    return this.bulk.act(input, caller);
  }

  @Operate(alerts.ListMaintenance)
  listMaintenance(
    @Input() input: z.output<typeof windows.ListMaintenanceInput>,
  ): Promise<z.output<typeof windows.MaintenancePage>> {
    return this.maintenance.list(input);
  }

  @Operate(alerts.GetMaintenance)
  getMaintenance(@Input() input: z.output<typeof windows.MaintenanceRef>): Promise<windows.MaintenanceView> {
    return this.maintenance.get(input.maintenanceId);
  }

  @Operate(alerts.CreateMaintenance)
  createMaintenance(
    @Input() input: z.output<typeof windows.CreateMaintenanceInput>,
    @TheCaller() caller: Caller,
  ): Promise<windows.MaintenanceView> {
    return this.maintenance.create(input, caller);
  }

  @Operate(alerts.UpdateMaintenance)
  updateMaintenance(
    @Input() input: z.output<typeof windows.UpdateMaintenanceInput>,
    @TheCaller() caller: Caller,
  ): Promise<windows.MaintenanceView> {
    return this.maintenance.update(input, caller);
  }

  @Operate(alerts.EndMaintenance)
  endMaintenance(
    @Input() input: z.output<typeof windows.MaintenanceRef>,
    @TheCaller() caller: Caller,
  ): Promise<windows.MaintenanceView> {
    return this.maintenance.end(input.maintenanceId, caller);
  }

  @Operate(alerts.RaiseAlert)
  raiseAlert(@Input() input: z.output<typeof dto.RaiseAlertInput>): Promise<dto.AlertView> {
    return this.raising.raise(input);
  }

  @Operate(alerts.ResolveAlert)
  resolveAlert(
    @Input() input: z.output<typeof dto.ResolveAlertInput>,
    @TheCaller() caller: Caller,
  ): Promise<dto.AlertView> {
    return this.raising.resolve(input, caller);
  }
}
