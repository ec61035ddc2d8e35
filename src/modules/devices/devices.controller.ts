import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { type Caller, TheCaller } from '../../platform/auth/caller.js';
import { Input, Operate } from '../../platform/wire/operation.js';
import { DeviceCodesService } from './device-codes.service.js';
import type * as dto from './devices.dto.js';
import { devices } from './devices.operations.js';
import { DevicesService } from './devices.service.js';

@Controller()
export class DevicesController {
  constructor(
    private readonly service: DevicesService,
    private readonly codes: DeviceCodesService,
  ) {}

  @Operate(devices.EnrolDevice)
  enrolDevice(
    @Input() input: z.output<typeof dto.EnrolDeviceInput>,
    @TheCaller() caller: Caller,
  ): Promise<z.output<typeof dto.EnrolledDevice>> {
    return this.service.enrol(input, caller);
  }

  @Operate(devices.ListDevices)
  listDevices(
    @Input() input: z.output<typeof dto.ListDevicesInput>,
    @TheCaller() caller: Caller,
  ): Promise<z.output<typeof dto.DeviceList>> {
    return this.service.list(input, caller);
  }

  @Operate(devices.UpdateDevice)
  updateDevice(
    @Input() input: z.output<typeof dto.UpdateDeviceInput>,
    @TheCaller() caller: Caller,
  ): Promise<dto.DeviceView> {
    return this.service.update(input, caller);
  }

  @Operate(devices.RemoveDevice)
  removeDevice(
    @Input() input: z.output<typeof dto.DeviceRef>,
    @TheCaller() caller: Caller,
  ): Promise<Record<string, never>> {
    return this.service.remove(input.deviceId, caller);
  }

  @Operate(devices.CreateDeviceCode)
  createDeviceCode(@TheCaller() caller: Caller): Promise<z.output<typeof dto.DeviceCode>> {
    return this.codes.create(caller);
  }

  @Operate(devices.GetDeviceCode)
  getDeviceCode(
    @Input() input: z.output<typeof dto.DeviceCodeRef>,
    @TheCaller() caller: Caller,
  ): Promise<z.output<typeof dto.DeviceCodeStatus>> {
    return this.codes.get(input.deviceCodeId, caller);
  }

  @Operate(devices.RevokeDeviceCode)
  revokeDeviceCode(
    @Input() input: z.output<typeof dto.DeviceCodeRef>,
    @TheCaller() caller: Caller,
  ): Promise<Record<string, never>> {
    return this.codes.revoke(input.deviceCodeId, caller);
  }

  @Operate(devices.UseDeviceCode)
  useDeviceCode(
    @Input() input: z.output<typeof dto.UseDeviceCodeInput>,
    @TheCaller() caller: Caller,
  ): Promise<z.output<typeof dto.LetInDevice>> {
    return this.codes.use(input, caller);
  }
}
