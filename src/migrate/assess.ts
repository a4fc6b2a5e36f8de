/** Whether and how an app can be moved: named checks over what was found, and the method chosen. */
import { isIP } from 'node:net';
import { accounts, binaryLog, databaseHost, definers, engine, tables } from './assess-database.js';
import {
  type AssessFacts,
  type Assessment,
  block,
  type Check,
  type CheckName,
  isOwners,
  type Judge,
  type Verdict,
  warn,
} from './assess-model.js';
import { judgeShown } from './certificate/shown.js';
import { toldOf, unheldOf } from './host/unheld-jobs.js';
import { sharedScripts } from './inspect/run-parts.js';
import { assumedRates, type Method, predictFreeze } from './predict.js';

const verdicts: readonly Verdict[] = ['block', 'warn', 'ok'];

export function assess(facts: AssessFacts): Assessment {
  const method = methodOf(facts);
  const checks = judges.map(([name, judge]): Check => {
    const found = judge(facts, method);
    return found === undefined ? { name, verdict: 'ok' } : { name, ...found };
  });
  const rates = facts.rates ?? assumedRates;
  const { found } = facts;
  const sizes = { database: found.database?.bytes ?? 0, files: found.files ?? 0 };
  const freeze = predictFreeze(method, sizes, rates);
  return {
    method,
    ...(freeze === undefined ? {} : { freeze }),
    isMeasured: rates.isMeasured,
    checks,
    verdict: verdicts.find((one) => checks.some(({ verdict }) => verdict === one)) ?? 'ok',
  };
}

/**
 * `follow` needs the server's administrator and MariaDB's GTIDs; everything else is dumped, also
 * by the app's own account where nobody may be root.
 */
function methodOf({ app, host, database }: AssessFacts): Method {
  const isReadable = app.database === undefined || database !== undefined;
  if (isOwners({ host })) return isReadable ? 'dump' : 'archive';
  return database?.engine === 'mariadb' ? 'follow' : 'dump';
}

const known = /^(codeigniter|laravel|yii|wordpress|joomla|drupal|mediawiki|php|static)/i;

const judges: [CheckName, Judge][] = [
  ['access', access],
  [
    'framework',
    ({ found }) =>
      known.test(found.framework) ? undefined : block('MIG211', { framework: found.framework }),
  ],
  ['address', ({ found }) => (found.at === '/' ? undefined : block('MIG212', { at: found.at }))],
  ['web', ({ found }) => (found.domains.length > 0 ? undefined : block('MIG213'))],
  ['disk', disk],
  [
    'target',
    ({ app, target }) =>
      target.runs ? block('MIG215', { app: app.id, server: target.server }) : undefined,
  ],
  ['engine', engine],
  ['database-host', databaseHost],
  ['accounts', accounts],
  ['jobs', jobs],
  ['definers', definers],
  ['tables', tables],
  ['binary-log', binaryLog],
  ['clock', clock],
  ['forwarding', forwarding],
  ['certificate', ({ app, certificate }) => judgeShown(app, certificate)],
  ['write', write],
  [
    'backup',
    ({ app, backup }) => (backup === 'proven' ? undefined : warn('MIG224', { app: app.id })),
  ],
];

function access({ host }: AssessFacts, method: Method) {
  if (!isOwners({ host })) return undefined;
  const { user } = host;
  return method === 'archive' ? block('MIG210', { user }) : warn('MIG289', { user });
}

/** Files and database, and a third more: indexes are made anew, and logs come with the data. */
function disk({ found, target }: AssessFacts) {
  const needed = Math.ceil((found.bytes + (found.database?.bytes ?? 0)) * 1.33);
  if (needed <= target.free) return undefined;
  const mega = (bytes: number): number => Math.ceil(bytes / 1024 / 1024);
  return block('MIG214', { server: target.server, needed: mega(needed), free: mega(target.free) });
}

/** What runs by itself there is stopped by what the inventory has of it. */
function jobs({ app, found, host }: AssessFacts) {
  if (isOwners({ host })) return undefined;
  const [shared] = sharedScripts(found.jobs);
  if (shared !== undefined) return block('MIG218', shared);
  const unheld = unheldOf(found.jobs, app.legacy?.cron ?? []);
  return unheld.length === 0 ? undefined : block('MIG229', { jobs: toldOf(unheld) });
}

/** The dead man goes by the old host's clock alone; logs of both are read side by side. */
function clock({ host, now }: AssessFacts) {
  const seconds = Math.round(Math.abs(host.now - now / 1000));
  return seconds > 60 ? warn('MIG226', { seconds }) : undefined;
}

/** Rows and pages that are equal say nothing of whether the app can write where it comes to. */
function write({ app }: AssessFacts) {
  const isTried = app.database === undefined || app.legacy?.write !== undefined;
  return isTried ? undefined : warn('MIG278', { app: app.id });
}

/** The proxy believes an address, not a name, which may be somebody else's tomorrow. */
function forwarding({ app, host }: AssessFacts) {
  if (isOwners({ host })) return undefined;
  const { address } = app.legacy ?? {};
  return address === undefined || isIP(address) !== 0 ? undefined : warn('MIG288', { address });
}
