/** The database: its tables as types, and the connection. */
import { type Generated, type Insertable, Kysely, PostgresDialect, type Selectable } from 'kysely';
import pg from 'pg';
import type { Entity } from './definition.js';

/** What a field can hold. Dates are texts like 2026-08-17. */
export type Value = string | number | boolean | null;

/** Columns every record has; those of its fields come beside them. */
export interface RecordTable {
  id: Generated<number>;
  ticket: string;
  state: string;
  /** Rises with every change, so that two people do not overwrite each other. */
  version: Generated<number>;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
  /** null: a citizen. */
  created_by: number | null;
  anonymised_at: Date | null;
}

export interface Database {
  app_user: {
    id: Generated<number>;
    username: string;
    name: string;
    role: string;
    password: string;
    must_change: Generated<boolean>;
    is_active: Generated<boolean>;
    failures: Generated<number>;
    locked_until: Date | null;
    created_at: Generated<Date>;
  };
  app_session: {
    token_hash: string;
    user_id: number;
    expires_at: Date;
  };
  app_file: {
    id: Generated<number>;
    /** Name on the disk. */
    key: string;
    name: string;
    kind: string;
    bytes: number;
    created_at: Generated<Date>;
  };
  app_audit: {
    id: Generated<number>;
    at: Generated<Date>;
    actor: string;
    action: string;
    entity: string | null;
    record_id: number | null;
    /** What changed; personal data only by name. */
    detail: string;
    /** What the citizen may read about it. */
    note: string | null;
    address: string | null;
  };
  app_letter: {
    id: Generated<number>;
    letter: string;
    year: number;
    sequence: number;
    record_id: number;
    created_at: Generated<Date>;
  };
  /** Stands for the table of any entity: see tableOf. */
  record: RecordTable;
}

export type Db = Kysely<Database>;
export type User = Selectable<Database['app_user']>;
export type NewUser = Insertable<Database['app_user']>;
export type Row = Selectable<RecordTable> & { [field: string]: Value | Date };

/** The table of an entity, for Kysely's types. Its name comes from the request, never from users. */
export function tableOf(entity: Entity): 'record' {
  return entity.name as 'record';
}

// Whole numbers as numbers (exact up to 9 × 10^15), decimals too; dates stay texts without a zone.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number);
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

/** Connects at first use. */
export function connect(databaseUrl: string, options: pg.PoolConfig = {}): Db {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 10, ...options });
  // A connection lost while idle is replaced by itself; without a listener it ends the process.
  pool.on('error', () => {});
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
}
