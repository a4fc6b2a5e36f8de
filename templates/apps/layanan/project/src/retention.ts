/**
 * The retention job: what has been finished long enough loses its personal data and files, or
 * goes altogether. `node dist/src/retention.js`, once a night.
 */
import { fileURLToPath } from 'node:url';
import { type Actor, audit } from './audit.js';
import { type Config, readConfig } from './config.js';
import { connect, type Db, type Row, tableOf } from './database.js';
import { type Entity, isFinal, type Service } from './definition.js';
import { removeFile } from './files.js';
import { service } from './request.js';

const actor: Actor = { id: null, name: 'retensi', role: '', address: null };

/** @returns how many records were cleaned */
export async function cleanUp(
  db: Db,
  { entities }: Service,
  uploads: string,
  now: Date,
): Promise<number> {
  let count = 0;
  for (const entity of entities) {
    for (const row of await overdue(db, entity, now)) {
      await clean(db, entity, row, uploads, now);
      count += 1;
    }
  }
  return count;
}

async function overdue(db: Db, entity: Entity, now: Date): Promise<Row[]> {
  const states = entity.states.map(({ name }) => name).filter((name) => isFinal(entity, name));
  if (entity.retention === undefined || states.length === 0) return [];
  const before = new Date(now.getTime() - entity.retention.days * 86_400_000);
  const query = db
    .selectFrom(tableOf(entity))
    .selectAll()
    .where('state', 'in', states)
    .where('updated_at', '<', before)
    .where('anonymised_at', 'is', null);
  return (await query.execute()) as Row[];
}

async function clean(db: Db, entity: Entity, row: Row, uploads: string, now: Date) {
  const isDeleted = entity.retention?.action === 'delete';
  const files = entity.fields.filter(({ type }) => type === 'file');
  const gone = [...files, ...entity.fields.filter(({ personal }) => personal)];
  await db.transaction().execute(async (tx) => {
    const empty = Object.fromEntries(gone.map(({ name }) => [name, null]));
    if (isDeleted) await tx.deleteFrom(tableOf(entity)).where('id', '=', row.id).execute();
    else {
      const values = { ...empty, anonymised_at: now };
      await tx.updateTable(tableOf(entity)).set(values).where('id', '=', row.id).execute();
    }
    const action = isDeleted ? 'dihapus (retensi)' : 'dianonimkan (retensi)';
    await audit(tx, actor, { action, entity: entity.name, recordId: row.id, detail: row.ticket });
  });
  for (const { name } of files) {
    const id = row[name];
    if (typeof id === 'number') await removeFile(db, uploads, id);
  }
}

async function main({ databaseUrl, uploads }: Config): Promise<void> {
  const db = connect(databaseUrl);
  try {
    console.log(`retensi: ${await cleanUp(db, service, uploads, new Date())} data dibersihkan`);
  } finally {
    await db.destroy();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(readConfig(process.env));
