import { expect, it } from 'vitest';
import { missingRoles } from '../../../src/migrate/database/return-roles.js';

const dump = `CREATE ROLE app;
ALTER ROLE app WITH NOSUPERUSER INHERIT NOCREATEROLE NOCREATEDB LOGIN NOREPLICATION NOBYPASSRLS PASSWORD 'md5x';
CREATE ROLE "baru ""x""";
ALTER ROLE "baru ""x""" WITH SUPERUSER INHERIT CREATEROLE CREATEDB LOGIN REPLICATION BYPASSRLS PASSWORD 'a SUPERUSER b' VALID UNTIL 'infinity';
CREATE ROLE kuat;
ALTER ROLE kuat WITH NOSUPERUSER NOLOGIN BYPASSRLS;
CREATE ROLE postgres;
ALTER ROLE postgres WITH SUPERUSER LOGIN BYPASSRLS;
GRANT app TO lama GRANTED BY postgres;
GRANT lama TO "baru ""x""" WITH ADMIN OPTION GRANTED BY postgres;
`;

it('makes the roles that are missing, without power over the server', () => {
  const { names, statements } = missingRoles(dump, ['postgres', 'app', 'lama']);
  expect(names).toEqual(['"baru ""x"""', 'kuat']);
  expect(statements).toEqual([
    'CREATE ROLE "baru ""x""";',
    `ALTER ROLE "baru ""x""" WITH NOSUPERUSER INHERIT NOCREATEROLE NOCREATEDB LOGIN NOREPLICATION NOBYPASSRLS PASSWORD 'a SUPERUSER b' VALID UNTIL 'infinity';`,
    'CREATE ROLE kuat;',
    'ALTER ROLE kuat WITH NOSUPERUSER NOLOGIN NOBYPASSRLS;',
    'GRANT lama TO "baru ""x""" WITH ADMIN OPTION GRANTED BY postgres;',
  ]);
});

it('makes none where none is missing', () => {
  const known = ['postgres', 'app', 'lama', 'baru "x"', 'kuat'];
  expect(missingRoles(dump, known)).toEqual({ names: [], statements: [] });
});
