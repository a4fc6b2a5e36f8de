// `npm test`: all set-up on a fresh machine, then every check and every test.
// Ends in `N passed, N failed`. Arguments are projects to run: unit, engine, e2e.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureEngine } from './setup/engine.js';
import { installPackages } from './setup/packages.js';
import { ensureProject, root } from './setup/project.js';
import { findProgram, run, SetupError } from './setup/run.js';
import { stopEngine } from './setup/stop.js';

const log = (/** @type {string} */ line) => process.stdout.write(`${line}\n`);
const bin = (/** @type {string} */ name) => join(root, 'node_modules', '.bin', name);

/** Programs the tests talk to, each by the Debian package that brings it. */
const packages = [
  ['age', 'age'],
  ['sshd', 'openssh-server'],
  ['ssh', 'openssh-client'],
  ['ss', 'iproute2'],
  ['git', 'git'],
  ['openssl', 'openssl'],
  ['bsdtar', 'libarchive-tools'],
  ['zstd', 'zstd'],
];

const checks = [
  ['format, lint and layers', [bin('biome'), 'check', '--error-on-warnings', '.']],
  ['types', [bin('tsc'), '--noEmit', '-p', root]],
  ['unused code', [bin('knip')]],
  ['manual is up to date', [process.execPath, join(root, 'scripts', 'docs.js'), '--check']],
];

const totals = { passed: 0, failed: 0 };
const chosen = process.argv.slice(2);
const known = ['unit', 'engine', 'e2e'];
const projects = known.filter((name) => chosen.length === 0 || chosen.includes(name));
const withEngine = projects.filter((name) => name !== 'unit');

/** @type {string | undefined} */
let engine;
/** @type {Promise<unknown>} what went wrong, if anything */
let started = Promise.resolve();
/** @type {Promise<unknown>} */
let images = Promise.resolve();
try {
  const unknown = chosen.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new SetupError(`no tests are called ${unknown}`, known.join(', '));
  await Promise.all([ensureProject({ log }), installMissing()]);
  if (withEngine.length > 0) started = start().catch((error) => error);
  await Promise.all(checks.map(([name, argv]) => check(name, argv)));
  if (projects.includes('unit')) await test(['unit'], ['--coverage']);
  throwIfAny(await started);
  // What needs this machine's Swarm goes with what needs its engine.
  if (withEngine.includes('engine')) withEngine.unshift('swarm');
  if (withEngine.length > 0) await test(withEngine);
  throwIfAny(await images);
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  log(`set-up failed: ${error.message}`);
  totals.failed += 1;
} finally {
  await started;
  await images;
  if (engine !== undefined && engine !== 'running') await stopEngine(log);
}
printCoverage();
log(`${totals.passed} passed, ${totals.failed} failed`);
process.exitCode = totals.failed > 0 || totals.passed === 0 ? 1 : 0;

/** The tests start a server of their own with sshd; nobody's machine shall open port 22 for it. */
async function installMissing() {
  const missing = packages.filter(([program]) => !findProgram(program)).map(([, name]) => name);
  if (missing.length === 0) return;
  await installPackages(missing, log);
  if (missing.includes('openssh-server') && existsSync('/run/systemd/system')) {
    await run(['systemctl', 'disable', '--now', 'ssh.service', 'ssh.socket'], { check: false });
  }
}

/**
 * The engine; and behind it the images that tests start from, on a fresh machine as much work as the
 * tests that need no engine, beside which it is done. Whichever test needs one sooner waits for it.
 */
async function start() {
  engine = await ensureEngine({ log });
  const onLine = (/** @type {string} */ line) => {
    // Not each of a hundred steps, in between what the tests say.
    if (!line.startsWith('  ')) log(line);
  };
  const argv = [process.execPath, join(root, 'scripts', 'test-images.js')];
  images = run(argv, { onLine }).then(
    () => undefined,
    (error) => error,
  );
}

/** @param {unknown} failure */
function throwIfAny(failure) {
  if (failure !== undefined) throw failure;
}

/** @param {string} name @param {string[]} argv */
async function check(name, argv) {
  const { code, stdout, stderr } = await run(argv, { check: false });
  log(`\n— ${name}\n${stdout}${stderr}`.trimEnd());
  totals[code === 0 ? 'passed' : 'failed'] += 1;
}

/** @param {string[]} names of projects @param {string[]} [options] */
async function test(names, options = []) {
  log(`\n— tests: ${names.join(', ')}`);
  const folder = mkdtempSync(join(tmpdir(), 'induk-test-'));
  const report = join(folder, 'report.json');
  const code = await spawned([
    ...[bin('vitest'), 'run', ...names.map((name) => `--project=${name}`), ...options],
    ...['--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
  ]);
  try {
    const { numPassedTests, numFailedTests, numFailedTestSuites, success } = JSON.parse(
      readFileSync(report, 'utf8'),
    );
    totals.passed += numPassedTests;
    totals.failed += numFailedTests;
    // A file that fails to load, or coverage under its threshold, has no failed test.
    if (numFailedTests === 0 && (code !== 0 || !success || numFailedTestSuites > 0)) {
      totals.failed += 1;
    }
  } catch {
    totals.failed += 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string[]} argv @returns {Promise<number>} */
function spawned([program, ...args]) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}

function printCoverage() {
  try {
    const { total } = JSON.parse(
      readFileSync(join(root, 'coverage', 'coverage-summary.json'), 'utf8'),
    );
    log(`\ncoverage of the pure folders: ${total.lines.pct} % of lines`);
  } catch {
    log('\nno coverage was measured');
  }
}
