import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { z } from 'zod';
import type { Simulator } from './simulator.js';

const Turn = z
  .strictObject({
    isOn: z.boolean(),
    isSilent: z.boolean(),
    delayMs: z.number().min(0).max(10_000),
    losesPercent: z.number().min(0).max(100),
    duplicates: z.boolean(),
    reorders: z.boolean(),
  })
  .partial();
/** Exactly what a hand can do to one of them. */
const Act = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('turn'), id: z.string(), knobs: Turn }),
  z.strictObject({ do: z.literal('phone'), id: z.string(), act: z.enum(['answer', 'accept', 'decline']) }),
  z.strictObject({
    do: z.literal('telephone'),
    id: z.string(),
    act: z.enum(['pick-up', 'hang-up', '1', '2', '3']),
  }),
  z.strictObject({ do: z.literal('alert'), title: z.string().trim().min(1).max(200) }),
]);

/**
 * The hands and eyes of the page of simulated phones. Nobody signs in: whoever reaches the demo may play with phones
 * that are not there. A page of another origin cannot: it would need a JSON body, and so the leave of CORS, which
 * this place never gives.
 */
export async function mountSimulator(app: NestFastifyApplication, simulator: Simulator): Promise<void> {
  await app
    .getHttpAdapter()
    .getInstance()
    .register((room, _, done) => {
      room.addHook('onRequest', (request, reply, next) => {
        const isOther = request.headers['sec-fetch-site'] === 'cross-site';
        if (isOther) void reply.status(403).send({ code: 'FORBIDDEN' });
        else next();
      });
      room.get('/simulator/api/state', () => simulator.state());
      room.post('/simulator/api/act', async (request, reply) => {
        const given = Act.safeParse(request.body);
        if (!given.success) return reply.status(422).send({ code: 'INVALID_INPUT' });
        await did(simulator, given.data);
        return simulator.state();
      });
      done();
    });
}

async function did(simulator: Simulator, act: z.output<typeof Act>): Promise<void> {
  switch (act.do) {
    case 'turn':
      // Undefined is a knob that nobody touched.
      return simulator.turn(act.id, JSON.parse(JSON.stringify(act.knobs)) as object);
    case 'phone':
      return simulator.act(act.id, act.act);
    case 'telephone':
      return simulator.press(act.id, act.act);
    case 'alert':
      return simulator.alert(act.title);
  }
}
