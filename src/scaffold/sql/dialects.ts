/** How the database servers of templates write what a migration needs. */
import type { Field, FieldType } from '../request/model.js';

export interface Dialect {
  /** Columns every record has. */
  recordColumns: string[];
  /** What follows the columns of a new table, in its brackets. */
  constraints(fields: Field[]): string[];
  /** The column of a field, with what it refers to where the server takes that there. */
  column(field: Field): string;
  newTable(name: string, lines: string[]): string;
  index(table: string, column: string): string;
  /** What an added column refers to, where `column` cannot say so. */
  reference(table: string, field: Field): string;
}

export type DialectName = 'postgres' | 'mariadb';

function targetOf({ type, to }: Field): string | undefined {
  return type === 'file' ? 'app_file' : to;
}

/** Types of columns, without what they refer to. */
export const postgresTypes: Record<FieldType, string> = {
  text: 'text',
  paragraph: 'text',
  number: 'numeric',
  money: 'bigint',
  date: 'date',
  choice: 'text',
  yesno: 'boolean',
  file: 'integer',
  reference: 'integer',
  nik: 'text',
  nip: 'text',
  phone: 'text',
  email: 'text',
};

const postgres: Dialect = {
  recordColumns: [
    'id integer generated always as identity primary key',
    'ticket text not null unique',
    'state text not null',
    'version integer not null default 1',
    'created_at timestamptz not null default now()',
    'updated_at timestamptz not null default now()',
    'created_by integer references app_user (id)',
    'anonymised_at timestamptz',
  ],
  constraints: () => [],
  column(field) {
    const target = targetOf(field);
    const reference = target === undefined ? '' : ` references ${target} (id) on delete set null`;
    return `${field.name} ${postgresTypes[field.type]}${reference}`;
  },
  newTable: (name, lines) => `create table ${name} (\n  ${lines.join(',\n  ')}\n);\n`,
  index: (table, column) => `create index on ${table} (${column});\n`,
  reference: () => '',
};

/** Texts are all of one type here too, so that one kind of text field may become another. */
const mariadbTypes = Object.fromEntries(
  Object.entries(postgresTypes).map(([name, type]) => [
    name,
    // a number has as many digits as the forms take; `text` would end at 16,383 characters
    type === 'text' ? 'mediumtext' : type === 'numeric' ? 'decimal(21, 6)' : type,
  ]),
) as Record<FieldType, string>;

/** Its tables are not made in a transaction: what failed half-way must go through when repeated. */
const mariadb: Dialect = {
  recordColumns: [
    'id integer not null auto_increment primary key',
    'ticket varchar(40) not null unique',
    'state varchar(40) not null',
    'version integer not null default 1',
    'created_at datetime not null',
    'updated_at datetime not null',
    'created_by integer',
    'anonymised_at datetime',
  ],
  constraints: (fields) => [
    'foreign key (created_by) references app_user (id)',
    ...fields.flatMap((field) => {
      const target = targetOf(field);
      return target === undefined
        ? []
        : [`foreign key (${field.name}) references ${target} (id) on delete set null`];
    }),
  ],
  column: ({ name, type }) => `${name} ${mariadbTypes[type]}`,
  newTable: (name, lines) =>
    `create table if not exists ${name} (\n  ${lines.join(',\n  ')}\n) engine = InnoDB;\n`,
  index: (table, column) =>
    `create index if not exists ${table}_${column} on ${table} (${column});\n`,
  reference(table, field) {
    const target = targetOf(field);
    if (target === undefined) return '';
    return `alter table ${table} add foreign key if not exists ${table}_${field.name} (${field.name})\n  references ${target} (id) on delete set null;\n`;
  },
};

export const dialects: Record<DialectName, Dialect> = { postgres, mariadb };
