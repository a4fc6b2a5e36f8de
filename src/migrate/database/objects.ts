/** What a database consists of, without its rows: quick to compare however large it is. */
import { textOf } from '../../backup/database/mariadb.js';

export interface ObjectsProof {
  equal: boolean;
  /** Kind → how many the old side has. */
  objects: Record<string, number>;
  differences: { name: string }[];
}

/**
 * Changes of tables that name their database another way are not carried to a replica.
 * @param old what `objectsSql` answers: lines `kind`, name and what it is, each
 */
export function objectsProof(old: string, fresh: string): ObjectsProof {
  const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');
  const [before, now] = [lines(old), lines(fresh)];
  const [known, present] = [new Set(before), new Set(now)];
  const other = [
    ...before.filter((line) => !present.has(line)),
    ...now.filter((line) => !known.has(line)),
  ];
  const names = new Set(other.map((line) => line.split('\t').slice(0, 2).join(' ')));
  const objects: Record<string, number> = {};
  for (const line of before) {
    const [kind = ''] = line.split('\t');
    objects[kind] = (objects[kind] ?? 0) + 1;
  }
  return { equal: names.size === 0, objects, differences: [...names].map((name) => ({ name })) };
}

/** Not whether an event runs: on neither side one does while they are compared. */
export function objectsSql(database: string): string {
  const parts = [
    ['table', 'tables', 'table_schema', 'table_name', 'table_type, engine, table_collation'],
    [
      ...['column', 'columns', 'table_schema', "CONCAT_WS('.', table_name, column_name)"],
      'ordinal_position, column_type, is_nullable, column_default, collation_name, extra',
    ],
    [
      ...['key', 'statistics', 'table_schema', "CONCAT_WS('.', table_name, index_name)"],
      'seq_in_index, column_name, non_unique, sub_part',
    ],
    ['view', 'views', 'table_schema', 'table_name', 'definer, security_type, MD5(view_definition)'],
    [
      ...['routine', 'routines', 'routine_schema', 'routine_name'],
      'routine_type, definer, MD5(routine_definition)',
    ],
    [
      ...['trigger', 'triggers', 'trigger_schema', 'trigger_name'],
      'event_manipulation, action_timing, definer, MD5(action_statement)',
    ],
    ['event', 'events', 'event_schema', 'event_name', 'definer, MD5(event_definition)'],
  ] as const;
  return parts
    .map(([kind, table, schema, name, what]) => {
      const values = what.split(/, (?![^(]*\))/).map((value) => `IFNULL(${value}, '-')`);
      return `SELECT '${kind}', QUOTE(${name}), ${values.join(', ')}
        FROM information_schema.${table} WHERE ${schema} = ${textOf(database)} ORDER BY 2;`;
    })
    .join('\n');
}
