import { expect, it } from 'vitest';
import { chooseRoles } from '../../../src/migrate/database/roles.js';

const dump = `--
CREATE ROLE app;
ALTER ROLE app WITH NOSUPERUSER INHERIT NOCREATEROLE NOCREATEDB LOGIN NOREPLICATION NOBYPASSRLS PASSWORD 'md5x';
CREATE ROLE "Pak ""Budi""";
ALTER ROLE "Pak ""Budi""" WITH SUPERUSER INHERIT CREATEROLE CREATEDB LOGIN REPLICATION BYPASSRLS PASSWORD 'a SUPERUSER b' VALID UNTIL 'infinity';
ALTER ROLE "Pak ""Budi""" SET application_name TO 'is SUPERUSER too';
CREATE ROLE pembaca;
ALTER ROLE pembaca WITH NOSUPERUSER NOLOGIN;
CREATE ROLE tetangga;
ALTER ROLE tetangga WITH NOSUPERUSER LOGIN PASSWORD 'md5y';
CREATE ROLE postgres;
ALTER ROLE postgres WITH SUPERUSER LOGIN;
GRANT pembaca TO "Pak ""Budi""" WITH ADMIN OPTION, INHERIT TRUE GRANTED BY "Pak ""Ali""";
GRANT pembaca TO tetangga GRANTED BY postgres;
GRANT tetangga TO app GRANTED BY postgres;
GRANT postgres TO app GRANTED BY postgres;
GRANT pg_read_server_files TO app GRANTED BY postgres;
GRANT pg_read_all_data TO pembaca GRANTED BY postgres;
`;

const made = (text: string): string =>
  `DO $induk$ BEGIN CREATE ROLE ${text}; EXCEPTION WHEN duplicate_object THEN NULL; END $induk$;`;

it('brings the roles that are needed, with their passwords and without power over a server', () => {
  const needed = ['app', 'Pak "Budi"', 'pembaca', 'postgres'];
  expect(chooseRoles(dump, needed, 'app')).toEqual({
    names: ['app', '"Pak ""Budi"""', 'pembaca'],
    statements: [
      made('app'),
      'ALTER ROLE app WITH NOSUPERUSER INHERIT NOCREATEROLE NOCREATEDB LOGIN NOREPLICATION NOBYPASSRLS;',
      made('"Pak ""Budi"""'),
      `ALTER ROLE "Pak ""Budi""" WITH NOSUPERUSER INHERIT NOCREATEROLE NOCREATEDB LOGIN NOREPLICATION BYPASSRLS PASSWORD 'a SUPERUSER b' VALID UNTIL 'infinity';`,
      `ALTER ROLE "Pak ""Budi""" SET application_name TO 'is SUPERUSER too';`,
      made('pembaca'),
      'ALTER ROLE pembaca WITH NOSUPERUSER NOLOGIN;',
      'GRANT pembaca TO "Pak ""Budi""" WITH ADMIN OPTION, INHERIT TRUE;',
      'GRANT pg_read_all_data TO pembaca;',
    ],
    left: [
      { account: 'tetangga', reason: 'elsewhere' },
      { account: '"Pak ""Budi"""', reason: 'global' },
      { account: 'app', reason: 'global' },
    ],
  });
});

it('leaves a server’s roles alone where the database needs none of them', () => {
  const { names, statements, left } = chooseRoles(dump, [], 'app');
  expect({ names, statements }).toEqual({ names: [], statements: [] });
  expect(left.map(({ account }) => account)).toEqual([
    'app',
    '"Pak ""Budi"""',
    'pembaca',
    'tetangga',
  ]);
});
