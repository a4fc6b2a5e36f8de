/** The new database closed for everybody but its administrator, and open. */
import { askInside } from '../../backup/database/container.js';
import { mariadbQuery } from '../../backup/database/mariadb.js';
import { postgresClient } from '../../backup/database/postgres.js';
import type { MovedDatabase } from '../mover/model.js';
import { dropReplica, forgetAlone } from './follow.js';
import type { Following } from './following.js';
import {
  keepSettings,
  newDatabase,
  withNewDatabase,
  writeSettings,
  writing,
} from './new-database.js';
import { askOld, oldDatabase } from './old-database.js';
import { pairingOf } from './pairing.js';
import { keepPostgresSettings } from './postgres-settings.js';
import { limitIn } from './properties.js';
import { type FollowRecord, readFollow, writeFollow } from './record.js';
import { forget, remembered } from './remembered.js';
import { keepReturn } from './return-postgres.js';
import { seedDatabase } from './seed.js';
import type { SeededDatabase, Seeding } from './seeding.js';
import {
  closedSettings,
  keptSettings,
  openSettings,
  optionFile,
  readSettings,
  replicaSettings,
  settingsSql,
} from './settings.js';

/** What a seed is for. */
export interface SeedPurpose {
  /** The new one will follow the old one from there. */
  follows: boolean;
  /** The old side is held: what its server is told now is the fence's, and known from before. */
  frozen: boolean;
}

/**
 * Gives the new server the old one's settings, closed for everybody but its administrator. It
 * keeps a log that the old one can follow, whether or not it follows that one itself.
 */
async function settleNew({
  job,
  host,
  moved,
}: Following): Promise<Pick<FollowRecord, 'settings' | 'events'>> {
  const target = await newDatabase(moved);
  const [old, fresh] = await Promise.all([
    askOld(oldDatabase(host, moved), settingsSql).then(readSettings),
    mariadbQuery(target.container, settingsSql).then(readSettings),
  ]);
  const settings = { ...keptSettings(old, fresh), ...replicaSettings(moved.name, pairingOf(job)) };
  await keepSettings(moved.service, optionFile({ ...settings, ...closedSettings }));
  return { settings, events: old.event_scheduler ?? 'OFF' };
}

/**
 * Seeds the new database and leaves it closed: only its administrator can write.
 * @throws Fault of `seedDatabase`
 */
export async function seedClosed(
  following: Following,
  seeding: Omit<Seeding, 'position' | 'frozen'>,
  { follows, frozen }: SeedPurpose,
): Promise<SeededDatabase> {
  const { folder, moved } = following;
  if (moved.kind === 'postgres') {
    // The old side lives, with what a way back has brought there if there was one.
    await keepReturn(following);
    await openPostgres(moved, false);
    if (!frozen) await keepPostgresSettings(following);
    const seeded = await withNewDatabase(following, () => seedDatabase(seeding));
    if (!frozen) sayLeft(following, seeded);
    await keepLimit(following, seeded.report?.after ?? '');
    return seeded;
  }
  const known = await (frozen ? readFollow(following) : settleNew(following));
  const { settings, events } = known;
  // Until the copy is whole there is nothing to follow from. What its server is told to be stays
  // known: when the copy breaks, it is to be closed, copied again or let go all the same.
  await writeFollow(folder, { settings, events });
  await dropReplica(following);
  const placed = { ...seeding, position: follows, frozen };
  const seeded = await withNewDatabase(following, () => seedDatabase(placed));
  const { gtid } = seeded;
  if (gtid !== undefined) await writeFollow(folder, { settings, events, gtid });
  await forgetAlone(folder);
  return seeded;
}

/** The same was said before a freeze. */
function sayLeft({ say }: Following, { left }: SeededDatabase): void {
  const because = (wanted: string): string =>
    left.flatMap(({ account, reason }) => (reason === wanted ? [account] : [])).join(', ');
  const [elsewhere, global] = [because('elsewhere'), because('global')];
  if (elsewhere !== '') say(`database: roles of other apps are left there: ${elsewhere}`);
  if (global !== '') say(`database: roles without their power over a server: ${global}`);
}

/**
 * How many may connect is as on the old side, which says none while it is held: then it is what
 * an earlier seed found.
 */
async function keepLimit({ folder, moved }: Following, properties: string): Promise<void> {
  const name = 'connection-limit';
  const found = limitIn(properties);
  if (found !== '0') await forget(folder, name);
  const limit = await remembered(folder, name, async () =>
    found === '0' ? '-1' : (found ?? '-1'),
  );
  if (!/^[1-9]\d*$/.test(limit)) return;
  const { container } = await newDatabase(moved);
  const database = `"${moved.name.replaceAll('"', '""')}"`;
  const sql = `ALTER DATABASE ${database} CONNECTION LIMIT ${limit};`;
  await askInside(container, writing(postgresClient('postgres')), sql);
}

/** Whether transactions of PostgreSQL write unless they say that they do not. */
async function openPostgres(moved: MovedDatabase, open: boolean): Promise<void> {
  const { container } = await newDatabase(moved);
  const sql = open
    ? 'ALTER SYSTEM RESET default_transaction_read_only;'
    : 'ALTER SYSTEM SET default_transaction_read_only = on;';
  const client = writing(postgresClient('postgres'));
  await askInside(container, client, `${sql}\nSELECT pg_reload_conf();`);
}

/** Opens the new database for writing, or closes it, at once and for every later start. */
export async function setOpen(following: Following, open: boolean): Promise<void> {
  const { moved } = following;
  if (moved.kind === 'postgres') return openPostgres(moved, open);
  const { container } = await newDatabase(moved);
  const { settings, events } = await readFollow(following);
  const kept = open ? { ...openSettings, 'event-scheduler': events } : closedSettings;
  await writeSettings(
    container,
    optionFile({ ...settings, ...kept }),
    open
      ? `SET GLOBAL event_scheduler = ${events === 'ON' ? 'ON' : 'OFF'}; SET GLOBAL read_only = 0;`
      : 'SET GLOBAL read_only = 1; SET GLOBAL event_scheduler = OFF;',
  );
}
