export interface NotifierDescription {
  /** Of the configured instance. */
  readonly name: string;
  readonly plugin: string;
  /** For devices that enrol; never a secret. */
  readonly publicInfo: Readonly<Record<string, string>>;
}

/** The open event stream: always there, its target is `{}`. */
export const STREAM_NOTIFIER = 'stream';

/** Which notifiers can be asked to find a device or a person. Implemented by `notifications`. */
export abstract class NotifierDirectory {
  abstract instances(): readonly NotifierDescription[];
  /** @throws InvalidInput for a name that is not configured, or a target that its plugin refuses */
  abstract parseTarget(name: string, target: unknown): unknown;
}
