// `npm run bench -- [NAME…] [--quick]`: measures induk, prints what it found and, at full size,
// writes it into docs/benchmarks.md. Does all set-up itself.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { ensureEngine } from './setup/engine.js';
import { installPackages } from './setup/packages.js';
import { ensureProject, root } from './setup/project.js';
import { findProgram, SetupError } from './setup/run.js';

const log = (/** @type {string} */ line) => process.stderr.write(`${line}\n`);

async function main() {
  const args = process.argv.slice(2);
  const quick = args.includes('--quick');
  const named = args.filter((arg) => arg !== '--quick');
  await ensureProject({ log });
  await ensureEngine({ log });
  if (!findProgram('ssh')) await installPackages(['openssh-client'], log);
  // Only now: what follows imports npm's dependencies.
  const { benchmarks } = await import('../bench/all.js');
  const names = named.length > 0 ? named : Object.keys(benchmarks);
  const unknown = names.find((name) => !(name in benchmarks));
  if (unknown !== undefined) {
    throw new SetupError(
      `unknown argument ${unknown}; known: --quick ${Object.keys(benchmarks).join(' ')}`,
    );
  }
  await measure(benchmarks, names, { quick });
}

async function measure(benchmarks, names, { quick }) {
  const { openGround } = await import('../bench/ground/ground.js');
  const { machineFacts } = await import('../bench/machine.js');
  const { pageOf, sectionOf } = await import('../bench/page.js');
  await mkdir(join(root, '.induk', 'bench'), { recursive: true });
  const date = new Date().toISOString().slice(0, 10);
  const started = performance.now();
  const load = loadavg()[0].toFixed(1);
  const ground = openGround({ quick, log });
  const results = {};
  /** @type {string[]} */
  const unmeasured = [];
  try {
    for (const name of names) {
      const begun = performance.now();
      log(`${name} …`);
      const finding = await attempt(() => benchmarks[name](ground), name, unmeasured);
      if (finding === undefined) continue;
      const minutes = (performance.now() - begun) / 60_000;
      results[name] = { finding, minutes, date, load };
      log(`${name}: ${minutes.toFixed(1)} minutes`);
      process.stdout.write(`\n${sectionOf(finding)}\n\n`);
    }
  } finally {
    log('taking the servers away …');
    await ground.close();
  }
  const minutes = (performance.now() - started) / 60_000;
  if (!quick) {
    const file = join(root, 'docs', 'benchmarks.md');
    const before = await readFile(file, 'utf8').catch(() => '');
    await writeFile(file, pageOf(before, results, await machineFacts()));
    log('docs/benchmarks.md is written.');
  }
  for (const line of unmeasured) log(`not measured: ${line}`);
  const missed = Object.values(results).flatMap(({ finding }) =>
    finding.targets.filter(({ met }) => !met),
  );
  for (const { what, promised, measured } of missed)
    log(`missed: ${what}: ${measured}, promised ${promised}`);
  log(`${minutes.toFixed(1)} minutes`);
}

/**
 * One benchmark that fails does not take away what the others found.
 * @template T @param {() => Promise<T>} run @param {string} name @param {string[]} unmeasured
 */
async function attempt(run, name, unmeasured) {
  try {
    return await run();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    log(`${name} failed: ${reason}`);
    unmeasured.push(`${name} (${reason.split('\n')[0]})`);
    process.exitCode = 1;
    return undefined;
  }
}

try {
  await main();
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  log(`\nbench: ${error.message}`);
  process.exitCode = 1;
}
