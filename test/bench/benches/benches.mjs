import { accept } from './accept.mjs';
import { history } from './history.mjs';
import { idle } from './idle.mjs';
import { intake } from './intake.mjs';
import { lateness } from './lateness.mjs';
import { rings } from './rings.mjs';
import { storm } from './storm.mjs';
import { wakes } from './wakes.mjs';

export const benches = [idle, rings, intake, accept, storm, wakes, lateness, history];
