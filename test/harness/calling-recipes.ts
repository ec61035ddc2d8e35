import { type Kitchen, make, unique } from './kitchen.js';
import type { Cook } from './recipe.js';
import { makePerson, type Person } from './world.js';

const newEscalation = (kitchen: Kitchen) =>
  make(kitchen, '/escalations', { policyId: kitchen.policyId, title: `New ${unique()}` });

/** Somebody whose phone rings. */
async function newCall(kitchen: Kitchen) {
  const { house, admin } = kitchen;
  const person = await makePerson(house, admin, `Called-${unique()}`);
  const phone = await house.phones.enrol(house, person.token, 'phone');
  const started = { userIds: [person.userId], title: `New ${unique()}` };
  const { calls } = await make(kitchen, '/escalations', started);
  const [ring] = await house.query<{ id: string }>(
    `select id from ring_sessions where device_id = $1 and ended_at is null`,
    [phone.deviceId],
  );
  return { by: person, callId: calls[0].callId as string, ringId: ring?.id ?? '', deviceId: phone.deviceId };
}
const oneCall: Cook = async (kitchen) => {
  const { by, callId } = await newCall(kitchen);
  return { by, input: { callId } };
};
const oneRing: Cook = async (kitchen) => {
  const { by, ringId } = await newCall(kitchen);
  return { by, input: { ringId } };
};

/** Whoever was tested a moment ago is not tested again. */
const newTest = async (kitchen: Kitchen): Promise<Person> => {
  const person = await makePerson(kitchen.house, kitchen.admin, `Tested-${unique()}`);
  await kitchen.house.phones.enrol(kitchen.house, person.token, 'phone');
  return person;
};

const nothing: Cook = () => ({ input: {} });
const ofSubject: Cook = ({ subject }) => ({ input: { userId: subject.userId } });
export const ofEscalation: Cook = async (kitchen) => ({
  input: { escalationId: (await newEscalation(kitchen))['escalationId'] },
});

/** Escalations, calls, rings and test rings; a part of `RECIPES`. */
export const CALLING_RECIPES: Readonly<Record<string, Cook>> = {
  ListEscalations: nothing,
  GetEscalation: ofEscalation,
  GetEscalationLog: ofEscalation,
  ExplainEscalation: ofEscalation,
  StartEscalation: ({ policyId }) => ({
    input: {
      policyId,
      title: 'The web shop takes no orders',
      severity: 'critical',
      message: 'Payments time out since 03:05. Customer service knows.',
    },
  }),
  AddTargets: async (kitchen) => ({
    input: {
      escalationId: (await newEscalation(kitchen))['escalationId'],
      userIds: [kitchen.subject.userId],
    },
  }),
  TakeEscalation: ofEscalation,
  HandOver: async (kitchen) => {
    const { house, responder, subject } = kitchen;
    const { escalationId } = await newEscalation(kitchen);
    await house.ok('POST', `/escalations/${escalationId}/take`, {}, responder.token);
    return { by: responder, input: { escalationId, userId: subject.userId } };
  },
  SkipStep: ofEscalation,
  CancelEscalation: ofEscalation,
  ListCalls: nothing,
  GetCall: oneCall,
  AnswerCall: oneCall,
  AcceptCall: oneCall,
  DeclineCall: oneCall,
  GetRing: oneRing,
  AnswerRing: oneRing,
  AcceptRing: oneRing,
  DeclineRing: oneRing,
  PostReceipt: async (kitchen) => {
    const { by, ringId, deviceId } = await newCall(kitchen);
    const at = kitchen.house.clock.now().toISOString();
    return { by, input: { ringId, revision: 1, deviceId, kind: 'ringing', seq: 1, at } };
  },

  StartTestRings: async (kitchen) => ({ input: { userId: (await newTest(kitchen)).userId } }),
  ListTestRings: ofSubject,
  StopTestRing: async (kitchen) => {
    const { userId } = await newTest(kitchen);
    const { testRings } = await make(kitchen, '/test-rings', { userId });
    return { input: { testRingId: testRings[0].testRingId } };
  },
};
