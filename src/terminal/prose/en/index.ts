import { alarms } from './alarms.js';
import { backups } from './backups.js';
import { cli } from './cli.js';
import { cluster } from './cluster.js';
import { deploy } from './deploy.js';
import { inspect } from './inspect.js';
import { inventory } from './inventory.js';
import { log } from './log.js';
import { migrate } from './migrate.js';
import { migration } from './migration.js';
import { moving } from './moving.js';
import { scaffold } from './scaffold.js';
import { secrets } from './secrets.js';
import { server } from './server.js';
import { sets } from './sets.js';
import { vault } from './vault.js';

/** Every area's words, in the order of the manual. */
export const en = {
  inventory,
  server,
  cluster,
  sets,
  vault,
  alarms,
  backups,
  log,
  inspect,
  migration,
  moving,
  migrate,
  secrets,
  scaffold,
  deploy,
  cli,
} as const;
