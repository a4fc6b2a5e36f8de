/** README's first command, on this machine's own engine: up, again, and away. */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packagesAreInstalled } from '../../scripts/setup/project.js';
import { docker } from '../../scripts/setup/run.js';

const project = join(import.meta.dirname, '..', '..');
const label = 'label=induk.site=kota-contoh';

let clone: string;

/** A clone of its own, so that nobody's running quickstart or generated secrets are touched. */
beforeAll(async () => {
  const { stdout } = await docker(['ps', '-aq', '-f', label]);
  if (stdout !== '') {
    throw new Error('The quickstart runs on this machine. First: npm run quickstart -- --down');
  }
  // The clone would install what is missing into the node_modules it shares.
  if (!packagesAreInstalled()) throw new Error('Packages are missing. First: npm test unit');
  await mkdir(join(project, '.induk'), { recursive: true });
  clone = await mkdtemp(join(project, '.induk', 'quickstart-'));
  const { stdout: files } = await promisify(execFile)(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    { cwd: project, maxBuffer: 2 ** 24 },
  );
  const folders = new Set(
    files
      .split('\0')
      .filter(Boolean)
      .map((file) => file.split('/')[0] as string),
  );
  for (const name of folders) {
    await cp(join(project, name), join(clone, name), { recursive: true, filter: isTracked });
  }
  await symlink(join(project, 'node_modules'), join(clone, 'node_modules'));
});

afterAll(async () => {
  if (clone === undefined) return;
  await quickstart('--down');
  await rm(clone, { recursive: true });
});

const isTracked = (path: string) => dirname(path) !== join(project, 'inventory', 'secrets');

/** @returns both streams of a run that succeeded */
async function quickstart(...args: string[]): Promise<{ stdout: string; stderr: string }> {
  const script = join(clone, 'scripts', 'quickstart.js');
  return promisify(execFile)(process.execPath, [script, ...args], {
    cwd: clone,
    env: { ...process.env, HOME: clone, XDG_CONFIG_HOME: join(clone, '.config') },
    maxBuffer: 2 ** 24,
  });
}

const held = async (...list: string[]) => (await docker([...list, '-q', '-f', label])).stdout;

const apps = ['disdukcapil/antrian', 'dispar/wisata', 'kec-sukamaju/profil'];

/** Rows of the table of backups at the end of what a run shows, above the addresses. */
function backupsShown(stdout: string): string[] {
  const lines = stdout.trimEnd().split('\n');
  const title = lines.findLastIndex((line) => /^APP +SERVER +STATE +LAST SET /.test(line));
  const addresses = lines.findIndex((line) => line.includes('https://'));
  expect([title >= 0, addresses > title], stdout).toEqual([true, true]);
  return lines.slice(title + 1, addresses).filter((line) => line.trim() !== '');
}

test('three apps answer, backed up and proven, the second run changes nothing, and --down leaves nothing', async () => {
  const first = await quickstart();
  expect(first.stdout.match(/https:\/\/\S+/g)).toHaveLength(3);
  expect(first.stdout.match(/\(200\)$/gm)).toHaveLength(3);
  const backups = backupsShown(first.stdout).sort();
  expect(backups).toHaveLength(3);
  for (const [index, row] of backups.entries()) {
    // Last set, its size, when and where it came back, and in how many seconds.
    const [set, proof] = ['\\S+ \\S+ ago +\\S+B', '\\S+ \\S+ ago, lokal +[\\d.]+ (s|min) '];
    expect(row).toMatch(new RegExp(`^${apps[index]} +lokal +ok +${set} +${proof}`));
  }

  const containers = await held('ps');
  const again = await quickstart();
  expect(again.stderr).toContain('Nothing to do');
  expect(await held('ps')).toBe(containers);

  await quickstart('--down');
  for (const list of [
    ['ps', '-a'],
    ['service', 'ls'],
    ['volume', 'ls'],
    ['image', 'ls'],
  ]) {
    expect(await held(...list).catch(asNoSwarm), list.join(' ')).toBe('');
  }
});

/** There are no services where there is no Swarm any more. */
function asNoSwarm(error: Error): string {
  if (!error.message.includes('not a swarm manager')) throw error;
  return '';
}
