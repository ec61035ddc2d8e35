/** The SDK comes without types; what the tests use of it. */
declare module 'opsgenie-sdk' {
  interface Identifier {
    readonly identifier: string;
    readonly identifierType?: 'id' | 'tiny' | 'alias';
  }
  type Answered = (error: OpsgenieFault | null, answer: OpsgenieAnswer | null) => void;
  interface OpsgenieAnswer {
    readonly requestId: string;
    readonly result?: string;
    readonly data?: Readonly<Record<string, unknown>>;
  }
  interface OpsgenieFault {
    readonly message: string;
    readonly httpStatusCode: number;
  }
  type Write = (identifier: Identifier, data: object, config: object, done: Answered) => void;
  const opsgenie: {
    configure(options: { readonly host: string; readonly api_key: string }): void;
    readonly alertV2: {
      create(data: object, config: object, done: Answered): void;
      delete(identifier: Identifier, config: object, done: Answered): void;
      get(identifier: Identifier, config: object, done: Answered): void;
      getRequestStatus(requestId: string, config: object, done: Answered): void;
    } & Readonly<
      Record<
        | 'acknowledge'
        | 'addDetails'
        | 'addNote'
        | 'addTags'
        | 'addTeam'
        | 'assign'
        | 'close'
        | 'escalateToNext'
        | 'executeAction'
        | 'removeDetails'
        | 'removeTags'
        | 'snooze'
        | 'unacknowledge',
        Write
      >
    >;
    readonly heartbeat: { ping(identifier: Identifier, config: object, done: Answered): void };
  };
  // eslint-disable-next-line no-restricted-exports -- what the package exports is not ours to choose
  export default opsgenie;
}
