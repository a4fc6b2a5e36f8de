/** Records: find, list, add, change, move. Every change writes its line of the audit trail. */
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { type Actor, audit, nameOf } from './audit.js';
import { type Db, type Row, tableOf, type Value } from './database.js';
import { type Entity, type Field, type Move, stateOf } from './definition.js';
import { decrypt, encrypt } from './encryption.js';

export type Values = Record<string, Value>;

export const pageSize = 25;

export interface Search {
  text: string;
  state: string;
  /** From 1. */
  page: number;
  /** Whether personal data may be searched. */
  personal: boolean;
}

/** @returns one page of what fits, newest first, and how many fit */
export async function listRecords(db: Db, entity: Entity, search: Search) {
  const table = sql.table(entity.name);
  const where = sql.join(conditionsOf(entity, search), sql` and `);
  const count = sql<{ allRows: number }>`select count(*) as "allRows" from ${table} where ${where}`;
  // one question for both; no field has a capital in its name
  const { rows } = await sql<Row & { allRows: number }>`
    select *, (${count}) as "allRows" from ${table} where ${where}
    order by id desc limit ${pageSize} offset ${(search.page - 1) * pageSize}`.execute(db);
  // behind the last page there is no row that could carry the number
  const [first] = rows.length > 0 ? rows : (await count.execute(db)).rows;
  return { rows, total: first?.allRows ?? 0 };
}

function conditionsOf(entity: Entity, { text, state, personal }: Search) {
  const conditions = [state === '' ? sql<boolean>`true` : sql<boolean>`state = ${state}`];
  const wanted = text.trim().slice(0, 100);
  if (wanted !== '') {
    const like = `%${wanted.replace(/[\\%_]/g, '\\$&')}%`;
    const fits = searchable(entity, personal).map((name) => sql`${sql.ref(name)} ilike ${like}`);
    conditions.push(sql`(${sql.join(fits, sql` or `)})`);
  }
  return conditions;
}

function searchable(entity: Entity, personal: boolean): string[] {
  const fields = entity.fields.filter(
    ({ type, encrypted, personal: isPersonal }) =>
      ['text', 'paragraph', 'nip', 'phone', 'email'].includes(type) &&
      !encrypted &&
      (personal || !isPersonal),
  );
  return ['ticket', ...fields.map(({ name }) => name)];
}

export async function findRecord(db: Db, entity: Entity, id: number): Promise<Row | undefined> {
  const query = db.selectFrom(tableOf(entity)).selectAll().where('id', '=', id);
  return (await query.executeTakeFirst()) as Row | undefined;
}

export async function findByTicket(db: Db, entity: Entity, ticket: string) {
  const query = db.selectFrom(tableOf(entity)).selectAll().where('ticket', '=', ticket);
  return (await query.executeTakeFirst()) as Row | undefined;
}

/** How many records are in each state. */
export async function countStates(db: Db, entity: Entity): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom(tableOf(entity))
    .select(['state', ({ fn }) => fn.countAll<number>().as('count')])
    .groupBy('state')
    .execute();
  return new Map(rows.map(({ state, count }) => [state, count]));
}

/** @returns the new record's id and ticket number */
export async function addRecord(
  db: Db,
  entity: Entity,
  values: Values,
  actor: Actor,
  key: Buffer,
): Promise<{ id: number; ticket: string }> {
  const state = entity.states[0]?.name ?? '';
  const ticket = newTicket(entity);
  const record = { ...sealed(entity, values, key), ticket, state, created_by: actor.id };
  const columns = Object.keys(record).map((name) => sql.ref(name));
  const { title } = stateOf(entity, state);
  // one statement, so both lines or none
  const { rows } = await sql<{ id: number }>`
    with made as (
      insert into ${sql.table(entity.name)} (${sql.join(columns)})
      values (${sql.join(Object.values(record))}) returning id
    ), noted as (
      insert into app_audit (record_id, actor, action, entity, detail, address)
      select id, ${nameOf(actor)}, 'dibuat', ${entity.name}, ${title}, ${actor.address} from made
    )
    select id from made`.execute(db);
  return { id: rows[0]?.id ?? 0, ticket };
}

/** @returns false when somebody else changed it since `version` */
export async function changeRecord(
  db: Db,
  entity: Entity,
  row: Row,
  values: Values,
  version: number,
  actor: Actor,
  key: Buffer,
): Promise<boolean> {
  const before = opened(entity, row, key);
  const changed = entity.fields.filter(
    ({ name }) => name in values && values[name] !== before[name],
  );
  if (changed.length === 0) return row.version === version;
  return db.transaction().execute(async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable(tableOf(entity))
      .set({ ...sealed(entity, values, key), version: version + 1, updated_at: new Date() })
      .where('id', '=', row.id)
      .where('version', '=', version)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) return false;
    const detail = changed.map((field) => difference(field, before, values)).join('; ');
    await audit(tx, actor, { action: 'diubah', entity: entity.name, recordId: row.id, detail });
    return true;
  });
}

function difference(field: Field, before: Values, after: Values): string {
  if (field.personal || field.encrypted || field.type === 'file') return `${field.label}: diganti`;
  return `${field.label}: ${before[field.name] ?? '–'} → ${after[field.name] ?? '–'}`;
}

/** @returns false when the record is no longer in a state that the move starts from */
export async function moveRecord(
  db: Db,
  entity: Entity,
  row: Row,
  move: Move,
  note: string,
  actor: Actor,
): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable(tableOf(entity))
      .set({ state: move.to, version: sql`version + 1`, updated_at: new Date() })
      .where('id', '=', row.id)
      .where('state', '=', row.state)
      .where('state', 'in', move.from)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) return false;
    const detail = `${stateOf(entity, row.state).title} → ${stateOf(entity, move.to).title}`;
    const act = { action: 'dipindahkan', entity: entity.name, recordId: row.id, detail };
    await audit(tx, actor, { ...act, note: note === '' ? undefined : note });
    return true;
  });
}

/** A record's values, decrypted. */
export function opened(entity: Entity, row: Row, key: Buffer): Values {
  return Object.fromEntries(
    entity.fields.map(({ name, encrypted }) => {
      const value = (row[name] ?? null) as Value;
      const isSealed = encrypted && typeof value === 'string';
      return [name, isSealed ? decrypt(value, `${entity.name}.${name}`, key) : value];
    }),
  );
}

function sealed(entity: Entity, values: Values, key: Buffer): Values {
  return Object.fromEntries(
    entity.fields
      .filter(({ name }) => name in values)
      .map(({ name, encrypted }) => {
        const value = values[name] ?? null;
        const place = `${entity.name}.${name}`;
        return [name, encrypted && value !== null ? encrypt(String(value), place, key) : value];
      }),
  );
}

/** Letters and digits that nobody mixes up: no I, L, O, U. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** `SIP-26-7K4Q-M2XD`: 40 random bits, because whoever knows the number may read the status. */
function newTicket({ code }: Entity): string {
  const signs = Array.from(randomBytes(8), (byte) => alphabet[byte % 32]).join('');
  const year = String(new Date().getFullYear()).slice(2);
  return `${code}-${year}-${signs.slice(0, 4)}-${signs.slice(4)}`;
}

/** A ticket number as people type it: small letters, blanks, O for 0. */
export function normaliseTicket(text: string): string {
  const clean = text
    .trim()
    .toUpperCase()
    .replace(/[\s_]+/g, '-');
  const [code = '', ...rest] = clean.split('-');
  return [code, rest.join('-').replaceAll('O', '0').replace(/[IL]/g, '1')].join('-');
}
