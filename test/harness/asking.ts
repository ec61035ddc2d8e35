import { randomUUID } from 'node:crypto';
import type { House } from './house.js';
import type { Person } from './world.js';

/** A topic that asks to be confirmed; whether it is one cannot be found out where nobody is found. Gives its id. */
export async function askToConfirm(given: {
  readonly house: House;
  readonly admin: Person;
  readonly teamId: string;
}): Promise<string> {
  const { house, admin, teamId } = given;
  const made = { teamId, name: `Topic ${randomUUID()}`, source: 'aws-sns' };
  const { integrationId } = await house.ok('POST', '/integrations', made, admin.token);
  const setup = await house.ok('POST', `/integrations/${integrationId}/setup`, {}, admin.token);
  const sns = 'https://sns.eu-west-1.amazonaws.com';
  await house.ok('POST', new URL(setup['url']).pathname, {
    Type: 'SubscriptionConfirmation',
    MessageId: randomUUID(),
    TopicArn: 'arn:aws:sns:eu-west-1:1:t',
    Token: 't',
    Message: 'You have chosen to subscribe to the topic.',
    Timestamp: '2026-03-01T10:00:00.000Z',
    SubscribeURL: `${sns}/?Action=ConfirmSubscription&Token=t`,
    SignatureVersion: '2',
    Signature: 'AAAA',
    SigningCertURL: `${sns}/x.pem`,
  });
  const asked = await house.ok('GET', `/integrations/${integrationId}/handshakes`, undefined, admin.token);
  return asked['handshakes'][0].handshakeId as string;
}
