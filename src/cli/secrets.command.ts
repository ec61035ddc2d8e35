import { secrets } from '../modules/operations/secrets.operations.js';
import { CliFailure, EXIT } from './failures.js';
import type { Session } from './session.js';

/** Goes on until nothing is left; may be broken off and begun again at any time. */
export async function rotateSecrets(session: Session): Promise<number> {
  let resealed = 0;
  for (;;) {
    const turn = await session.api.call(secrets.RotateSecrets, {});
    resealed += turn.resealed;
    const { keyId, left, unreadable } = turn.secrets;
    if (turn.resealed > 0) session.say(`${resealed} sealed with the key ${keyId}, ${left} left`);
    if (left > 0 && turn.resealed > 0) continue;
    session.show(turn.secrets);
    session.say(`All secrets that open are sealed with the key ${keyId}.`);
    if (left + unreadable > 0)
      throw new CliFailure(
        'SECRETS_UNREADABLE',
        `${left + unreadable} secrets do not open: put the key they were sealed with into BARRY_OTHER_SECRET_KEYS`,
      );
    return EXIT.ok;
  }
}
