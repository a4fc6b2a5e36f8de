import { describe, expect, it } from 'vitest';
import { postgres, readDump, refusal } from './dumps.js';

const whole = postgres(`
CREATE TABLE public.warga (
    id integer NOT NULL,
    nama text DEFAULT 'a;b'::text
);
ALTER TABLE public.warga OWNER TO lama;
CREATE FUNCTION public.dua() RETURNS integer LANGUAGE plpgsql AS $_$
BEGIN -- it's; fine
  RETURN 2; END $_$;
CREATE FUNCTION public.tiga() RETURNS integer LANGUAGE sql
    BEGIN ATOMIC
 SELECT CASE WHEN true THEN 3 END;
END;
CREATE VIEW public.lihat AS SELECT E'\\'; x' AS a;
COPY public.warga (id, nama) FROM stdin;
1	\\N
2	Siti; 'x' \\\\. $$
\\.

SELECT pg_catalog.setval('public.warga_id_seq', 2, true);
GRANT SELECT ON TABLE public.warga TO laporan;
`);

describe('a plain dump of PostgreSQL', () => {
  it('tells what is in it, wherever it is cut into pieces', () => {
    const { facts, loaded } = readDump('postgres', whole);
    expect(facts).toMatchObject({
      tool: 'pg_dump 13.1',
      from: '13.1',
      tables: { 'public.warga': { rows: 2, digest: expect.any(String) } },
      objects: { view: ['public.lihat'], routine: ['public.dua', 'public.tiga'] },
      dropped: { OWNER: 1, GRANT: 1 },
    });
    for (const cut of [1, 2, 3, 7, 64]) {
      expect(readDump('postgres', whole, { cut })).toEqual({ facts, loaded });
    }
  });

  it('is loaded without owners, rights and commands of psql', () => {
    const { loaded } = readDump('postgres', whole);
    expect(loaded).not.toMatch(/OWNER TO|GRANT|restrict/);
    expect(loaded).toContain(`1\t\\N\n2\tSiti; 'x' \\\\. $$\n\\.\n`);
    expect(loaded).toContain('SELECT CASE WHEN true THEN 3 END;\nEND;\n');
  });

  it('names the databases it would make or enter', () => {
    const text = postgres(
      'CREATE DATABASE "lama-1" WITH ENCODING = \'UTF8\';\n\\connect -reuse-previous=on "dbname=\'lama-1\'"\n',
    );
    expect(readDump('postgres', text).facts.databases).toEqual(['lama-1']);
  });

  it.each([
    ['in a row', whole.indexOf('Siti')],
    ['between two rows', whole.indexOf('2\tSiti')],
    ['in a function', whole.indexOf('RETURN 2')],
    ['between two statements', whole.indexOf('GRANT SELECT')],
  ])('is not loaded when it was cut %s', (_where, at) => {
    expect(refusal('postgres', whole.slice(0, at))[0]).toBe('MIG310');
  });

  it.each([
    ['\\! touch /tmp/x', '\\! touch /tmp/x'],
    ['SELECT 1 \\! touch /tmp/x', 'SELECT 1 \\'],
    ["\\copy warga from program 'id'", "\\copy warga from program '…"],
    ["COPY public.warga FROM PROGRAM 'id';", "COPY public.warga FROM PROGRAM '…"],
    ["COPY public.warga TO '/tmp/x';", "COPY public.warga TO '…"],
    ['CREATE ROLE jahat SUPERUSER;', 'CREATE ROLE jahat SUPERUSER'],
    ['ALTER SYSTEM SET a = 1;', 'ALTER SYSTEM SET a = 1'],
    ['DO $$ BEGIN END $$;', 'DO $$ BEGIN END $$'],
    ['SET standard_conforming_strings = off;', 'SET standard_conforming_strings = off'],
    [
      "SELECT pg_catalog.set_config('standard_conforming_strings', 'off', false);",
      "SELECT pg_catalog.set_config('…",
    ],
    ['SELECT pg_read_file($$/etc/passwd$$);', 'SELECT pg_read_file($$/etc/passwd$$)'],
  ])('is refused with %s', (statement, told) => {
    expect(refusal('postgres', postgres(`${statement}\n`))).toEqual([
      'MIG312',
      { line: 13, statement: told },
    ]);
  });
});
