import { backup } from './backup.js';
import { deploy } from './deploy.js';
import { migrate } from './migrate.js';
import { noop } from './noop.js';
import { planning } from './planning.js';
import { startup } from './startup.js';
import { update } from './update.js';

/**
 * Every benchmark by its name, in the order in which they are run: what needs a quiet machine comes
 * first, and servers are added one by one.
 */
export const benchmarks = { startup, planning, deploy, backup, migrate, update, noop };
