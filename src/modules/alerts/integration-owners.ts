/** Whose an integration is: `webhooks`, which keeps them, stands above this module and binds this class. */
export abstract class IntegrationOwners {
  /** Undefined: there is none, or it was removed. */
  abstract teamOf(integrationId: string): Promise<string | undefined>;
}
