/** What an escalation must know of the incident it is called for. Implemented by `incidents`, which stands above. */
export abstract class IncidentPort {
  /** @throws a not-found error */
  abstract find(
    incidentId: string,
  ): Promise<{ readonly incidentId: string; readonly number: number; readonly teamId: string }>;

  /** Resolved or closed: nobody has to work on it any more. */
  abstract isOver(incidentId: string): Promise<boolean>;
}
