import { simulateSeeds } from './seeds.js';

simulateSeeds(1, process.env['BARRY_SIM_SEEDS'] && !process.env['BARRY_SIM_SHARED'] ? 1 : 2);
