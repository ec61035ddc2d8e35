import { operations } from '../../platform/wire/declare.js';
import * as dto from './test-rings.dto.js';

export const testRings = operations('escalation', 'TestRingsService', {
  StartTestRings: {
    summary: 'Rings devices and the telephone of a person, by default the own, to prove that they ring',
    http: 'POST /test-rings',
    allow: 'test-rings.start',
    audit: 'test-ring.started',
    created: true,
    input: dto.StartTestRingsInput,
    output: dto.TestRingList,
  },
  ListTestRings: {
    summary: 'Test rings of a person within the last day, newest first, with the time of each stage',
    http: 'GET /test-rings',
    allow: 'people.read',
    input: dto.ListTestRingsInput,
    output: dto.TestRingList,
  },
  StopTestRing: {
    summary: 'Ends a test ring',
    http: 'POST /test-rings/:testRingId/stop',
    allow: 'test-rings.start',
    audit: 'test-ring.stopped',
    input: dto.TestRingRef,
    output: dto.TestRingView,
  },
});
