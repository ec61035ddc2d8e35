import type { AnyAlertSource, Delivery, Route } from '../../plugins/kit/index.js';

/** One request as it stands at our door, before anybody has looked whose it is. */
export interface Arrival {
  readonly deliveryId: string;
  readonly source: AnyAlertSource;
  readonly route: Route;
  readonly delivery: Delivery;
  readonly address: string;
  /** Only the beginning of it was kept. */
  readonly isTooLarge: boolean;
  readonly bodyBytes: number;
}
