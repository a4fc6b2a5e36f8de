/** What other records are called: for lists to choose from, and instead of bare numbers. */
import { type Db, type Row, tableOf } from './database.js';
import type { Entity, Field, Service } from './definition.js';

/** Longest list to choose from. */
const most = 500;

/** What a record is called: its first texts that are not personal, else its ticket number. */
export function titleOf(entity: Entity, row: Row): string {
  const names = entity.fields
    .filter(({ type, personal, encrypted }) => type === 'text' && !personal && !encrypted)
    .slice(0, 2)
    .map(({ name }) => row[name])
    .filter((value) => value !== null && value !== '');
  return names.length === 0 ? row.ticket : names.join(' · ');
}

/** The choices of every reference of an entity: entity → id and title, newest first. */
export async function choicesOf(db: Db, service: Service, { fields }: Entity) {
  const choices = new Map<string, { value: string; label: string }[]>();
  for (const target of targetsOf(service, fields)) {
    const query = db.selectFrom(tableOf(target)).selectAll().orderBy('id', 'desc').limit(most);
    const rows = (await query.execute()) as Row[];
    const list = rows.map((row) => ({ value: String(row.id), label: titleOf(target, row) }));
    choices.set(target.name, list);
  }
  return choices;
}

/** Titles of what these fields of the rows refer to, by `<entity>/<id>`. */
export async function labelsOf(db: Db, service: Service, fields: Field[], rows: Row[]) {
  const labels = new Map<string, string>();
  for (const target of targetsOf(service, fields)) {
    const pointing = fields.filter(({ to }) => to === target.name);
    const ids = rows.flatMap((row) => pointing.map(({ name }) => row[name] as number | null));
    const wanted = [...new Set(ids.filter((id) => id !== null))];
    if (wanted.length === 0) continue;
    const query = db.selectFrom(tableOf(target)).selectAll().where('id', 'in', wanted);
    for (const row of (await query.execute()) as Row[]) {
      labels.set(`${target.name}/${row.id}`, titleOf(target, row));
    }
  }
  return labels;
}

/** Records of other entities that refer to this one. */
export async function relatedTo(db: Db, service: Service, entity: Entity, id: number) {
  const found: { entity: Entity; field: string; rows: Row[] }[] = [];
  for (const other of service.entities) {
    for (const { name } of other.fields.filter(({ to }) => to === entity.name)) {
      const query = db
        .selectFrom(tableOf(other))
        .selectAll()
        .where(db.dynamic.ref<'id'>(name), '=', id)
        .orderBy('id', 'desc')
        .limit(50);
      found.push({ entity: other, field: name, rows: (await query.execute()) as Row[] });
    }
  }
  return found;
}

function targetsOf(service: Service, fields: Field[]): Entity[] {
  const names = new Set(fields.map(({ to }) => to));
  return service.entities.filter(({ name }) => names.has(name));
}
