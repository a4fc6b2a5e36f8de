/** An app that was handed over as an archive and a dump: made of them whole, or not at all. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { execa } from 'execa';
import { pack } from 'tar-stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inside } from '../lab/faults.js';
import { ask, askUntil } from './support/http.js';
import type { Run } from './support/induk.js';
import { type MoveSite, moved, moveLab, readyToMove } from './support/moving.js';

const { app, domain, engineName } = moved;
let lab: MoveSite;
let folder: string;

beforeAll(async () => {
  lab = await moveLab(`impor-${process.pid}`);
  await readyToMove(lab);
  folder = join(dirname(lab.site.root), 'diserahkan');
  mkdirSync(folder, { recursive: true });
  const { container } = lab.old;
  const { address } = lab.old;
  await askUntil(({ status }) => status === 200, address, domain, '/status', { plain: true });
  const dump = 'mariadb-dump --routines --events --triggers --databases retribusi | gzip';
  await handOver('retribusi.sql.gz', container, dump);
  await handOver('retribusi.tar.gz', container, 'tar -C /var/www -cz retribusi');
});

afterAll(() => lab?.down());

const at = (name: string): string => join(folder, name);

/** What a script on the old host writes becomes a file of the operator's. */
async function handOver(name: string, container: string, script: string): Promise<void> {
  const argv = ['exec', container, 'sh', '-c', script];
  const { stdout } = await execa('docker', argv, { encoding: 'buffer' });
  writeFileSync(at(name), stdout);
}

function handed(files: string, database: string, ...more: string[]): string[] {
  const named = ['--files', at(files), '--database', at(database)];
  return ['migrate', 'import', app, ...named, '--leave-links', ...more, '--json'];
}

const whole = (...more: string[]): string[] =>
  handed('retribusi.tar.gz', 'retribusi.sql.gz', ...more);

/** Everything on the server that has the app's name. */
async function remains(): Promise<string[]> {
  const kinds = ['service', 'volume', 'network', 'secret', 'config'];
  const script = kinds.map((kind) => `docker ${kind} ls --format '${kind} {{.Name}}'`).join('; ');
  const { stdout } = await inside(lab.server, ['sh', '-c', script]);
  return stdout.split('\n').filter((line) => line.includes(engineName));
}

const phase = async (): Promise<{ phase: string; method?: string; next?: string }> => {
  const { json } = await lab.must(['migrate', 'status', app]);
  return json.data.apps[0];
};

const statusAt = async (address: string, plain: boolean): Promise<string[]> => {
  const { body } = await ask(address, domain, '/status', { plain });
  // An archive does not say how the old server was set up.
  return body.split('\n').filter((line) => !line.startsWith('sql_mode'));
};

describe('what was handed over', () => {
  it('is told, and nothing is changed', async () => {
    const { json } = await lab.must(whole('--dry-run').slice(0, -1));
    expect(json.data).toMatchObject({
      dryRun: true,
      files: {
        root: 'retribusi',
        at: '/var/www/retribusi',
        owner: 'keep',
        left: { link: { count: 1 } },
      },
      database: { databases: ['retribusi'], definers: ['`pembuat`@`localhost`'] },
    });
    expect(await remains()).toEqual([]);
  });

  it.each<[string, string, () => string[] | Promise<string[]>]>([
    ['a link that leads out', 'MIG306', () => whole().filter((each) => each !== '--leave-links')],
    ['a name that leads out', 'MIG305', async () => handed(await climbing(), 'retribusi.sql.gz')],
    [
      'an archive that was cut',
      'MIG301',
      () => handed(cut('retribusi.tar.gz'), 'retribusi.sql.gz'),
    ],
    ['a dump that was cut', 'MIG301', () => handed('retribusi.tar.gz', cut('retribusi.sql.gz'))],
    [
      'a dump that was cut before it was packed',
      'MIG310',
      () => altered((sql) => sql.slice(0, sql.length / 2)),
    ],
    ['another engine', 'MIG313', () => altered(() => '-- PostgreSQL database dump\n')],
    [
      'two databases',
      'MIG321',
      () => altered((sql) => sql.replace('-- Dump completed', 'USE `situs`;\n-- Dump completed')),
    ],
    [
      'a statement of no dump',
      'MIG312',
      () => altered((sql) => sql.replace('LOCK TABLES', 'GRANT ALL ON *.* TO x;\nLOCK TABLES')),
    ],
    [
      'a statement that the database refuses',
      'MIG316',
      () =>
        altered((sql) =>
          sql.replace(
            'CREATE TABLE `kas`',
            'CREATE TABLE `rusak` (a NOSUCHTYPE);\nCREATE TABLE `kas`',
          ),
        ),
    ],
    [
      'collations unknown here',
      'MIG314',
      () =>
        altered((sql) =>
          sql.replace(
            'LOCK TABLES',
            'CREATE TABLE z (a text COLLATE utf8mb4_0900_ai_ci);\nLOCK TABLES',
          ),
        ),
    ],
  ])('is not imported with %s, nor any of it', async (_what, code, args) => {
    const run: Run = await lab.site.induk(await args());
    expect(run.json?.error?.code, run.stderr).toBe(code);
    expect(await remains()).toEqual([]);
    expect((await phase()).phase).toBe('not started');
  });

  it('is imported when it is told again after it was killed in the middle', async () => {
    const run = lab.site.start(whole());
    await run.saw(/files: compared with the archive/);
    run.kill('SIGKILL');
    await run.done;
    expect(await phase()).toMatchObject({ phase: 'prepare', method: 'archive', next: 'import' });
    const { json: planned } = await lab.must(['plan']);
    expect(planned.data.held).toMatchObject([{ app, phase: 'prepare' }]);
    // A page that is not there: nobody is sent to the app, and its data stays.
    lab.site.alter('opd/pasar.yaml', '/daftar-berkas]', '/tidak-ada]');
    const { json: failed } = await lab.site.induk(whole());
    expect(failed.error).toMatchObject({ code: 'MIG323' });
    expect(await phase()).toMatchObject({ phase: 'prepare', next: 'import' });
    // No route leads to it: its name is answered by nobody.
    const seen = ask(lab.server.address, domain, '/status').then(({ status }) => status);
    expect([0, 404]).toContain(await seen.catch(() => 0));
    lab.site.alter('opd/pasar.yaml', '/tidak-ada]', '/daftar-berkas]');
    const { json, stderr } = await lab.must(whole().slice(0, -1));
    expect(stderr).not.toContain(`${app} files`);
    expect(json.data).toMatchObject({
      state: 'done',
      database: { loaded: { tables: 8, proven: 8, uncounted: 0 } },
      pages: [{ status: 200 }, { status: 200 }, { status: 200 }],
      write: 200,
    });
    expect(await phase()).toMatchObject({ phase: 'committed', method: 'archive' });
  });

  it('is then the app as it was', async () => {
    expect(await statusAt(lab.server.address, false)).toEqual(
      await statusAt(lab.old.address, true),
    );
    const list =
      'cd /var/www/retribusi && find . -type f -printf "%P %m %U %G %s %n\\n" -o -type d -printf "%P %m %U %G\\n" | sort';
    const own = `docker exec -u root $(docker ps -qf name=${engineName}.1) sh -c '${list}'`;
    const { stdout: here } = await inside(lab.server, ['sh', '-c', own]);
    const { stdout: there } = await inside(lab.old, ['sh', '-c', list]);
    expect(here).toBe(there);
    const { json } = await lab.must(['plan']);
    expect(json.data.steps.filter((step: { app?: string }) => step.app === app)).toEqual([]);
    const { json: report } = await lab.must(['migrate', 'report', app]);
    expect(report.data).toMatchObject({ method: 'archive', proof: { database: { tables: 8 } } });
  });

  it('is not imported over it, and can be once it is gone', async () => {
    const { code, json } = await lab.site.induk(whole());
    expect([code, json.error.code]).toEqual([64, 'MIG322']);
    await lab.must(['destroy', app, '--volumes', '--confirm', app]);
    expect(await remains()).toEqual([]);
  });
});

function cut(name: string): string {
  const bytes = readFileSync(at(name));
  writeFileSync(at(`cut-${name}`), bytes.subarray(0, bytes.length - 500));
  return `cut-${name}`;
}

function altered(change: (sql: string) => string): string[] {
  const sql = gunzipSync(readFileSync(at('retribusi.sql.gz'))).toString('latin1');
  writeFileSync(at('altered.sql.gz'), gzipSync(Buffer.from(change(sql), 'latin1')));
  return handed('retribusi.tar.gz', 'altered.sql.gz');
}

async function climbing(): Promise<string> {
  const tar = pack();
  tar.entry({ name: 'retribusi/', type: 'directory' });
  tar.entry({ name: 'retribusi/../../../etc/cron.d/jahat' }, '* * * * * root true\n');
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(chunk as Buffer);
  writeFileSync(at('climbing.tar'), Buffer.concat(chunks));
  return 'climbing.tar';
}
