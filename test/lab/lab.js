#!/usr/bin/env node
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { findProgram, SetupError } from '../../scripts/setup/run.js';
import { removeImages } from './image.js';
import { kinds } from './legacy/image.js';
import { legacyUp } from './legacy/legacy.js';
import { labDown, labNames, labStatus, labUp } from './servers.js';
import { sshConfigOf } from './state.js';

const USAGE = `Real Debian servers on this machine, to try induk and to test it.

  npm run lab -- up [COUNT]          start servers (default 2) and wait for them
      --name NAME                    of the lab (default: lab); its servers are NAME-1, NAME-2 …
      --release bookworm|trixie      Debian 12 (default) or 13
      --engine                       with Docker Engine installed and running
      --disk SIZE                    of /var/lib/docker, e.g. 2g
  npm run lab -- legacy [KIND…]      start old hosts with apps to move: bookworm, bullseye, nginx,
                                     mediawiki (default: bookworm); --name as above
  npm run lab -- status              every lab's servers
  npm run lab -- ssh SERVER [-- COMMAND…]
  npm run lab -- down [NAME] [--all] [--images]`;

const OPTIONS = /** @type {const} */ ({
  name: { type: 'string' },
  release: { type: 'string', default: 'bookworm' },
  engine: { type: 'boolean', default: false },
  disk: { type: 'string' },
  all: { type: 'boolean', default: false },
  images: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
});

/** What follows a lab's name in a server's: a number, or the kind of an old host. */
const SERVER_SUFFIX = new RegExp(`-(\\d+|${Object.keys(kinds).join('|')})$`);

const log = (/** @type {string} */ line) => process.stderr.write(`${line}\n`);

/** @param {string[]} argv @returns {Promise<number>} the exit code */
async function main(argv) {
  // What follows the server's name is for that server; npm may have eaten the `--` before it.
  if (argv[0] === 'ssh') return ssh(argv[1], argv.slice(argv[2] === '--' ? 3 : 2));
  const parsed = parseArgs({ args: argv, options: OPTIONS, allowPositionals: true });
  const [verb, ...rest] = parsed.positionals;
  if (parsed.values.help || !verb) return print(USAGE, parsed.values.help ? 0 : 64);
  if (verb === 'up') return up(rest, parsed.values);
  if (verb === 'legacy') return legacy(rest, parsed.values);
  if (verb === 'down') return down(rest, parsed.values);
  if (verb === 'status') return status();
  return print(USAGE, 64);
}

/** @param {string[]} rest @param {Record<string, any>} flags parseArgs has checked them */
async function up(rest, { name = 'lab', release, engine, disk }) {
  const count = Number(rest[0] ?? 2);
  if (!Number.isInteger(count) || count < 1 || count > 20) {
    throw new SetupError(`"${rest[0]}" is not a number of servers`, 'give 1 to 20');
  }
  if (!['bookworm', 'trixie'].includes(release)) {
    throw new SetupError(`"${release}" is not a release`, '--release bookworm or trixie');
  }
  const started = Date.now();
  const servers = await labUp({ name, count, release, engine, disk, log });
  log(`${servers.length} servers ready in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  for (const server of servers) {
    const { user, address, hostKey, keyFile } = server;
    console.log(`${server.name}  ${user}@${address}  ${hostKey}  key ${keyFile}`);
  }
  log(
    `Look inside: npm run lab -- ssh ${servers[0].name}   Take away: npm run lab -- down ${name}`,
  );
  return 0;
}

/** @param {string[]} rest @param {Record<string, any>} flags */
async function legacy(rest, { name = 'lab' }) {
  for (const kind of rest.length > 0 ? rest : ['bookworm']) {
    const host = await legacyUp({ name, kind: /** @type {any} */ (kind), log });
    const { user, address, hostKey, keyFile } = host;
    console.log(`${host.name}  ${user}@${address}  ${hostKey}  key ${keyFile}`);
  }
  return 0;
}

/** @param {string[]} names @param {Record<string, any>} flags */
async function down(names, { name = 'lab', all, images }) {
  const wanted = all ? await labNames() : names.length > 0 ? names : [name];
  for (const lab of wanted) {
    await labDown({ name: lab });
    log(`Lab ${lab} is gone.`);
  }
  if (images) await removeImages();
  return 0;
}

async function status() {
  const servers = await labStatus();
  if (servers.length === 0) return print('No lab is running. Start one: npm run lab -- up');
  for (const { server, state, image } of servers) console.log(`${server}\t${state}\t${image}`);
  return 0;
}

/** @param {string | undefined} server @param {string[]} command */
function ssh(server, command) {
  const config = sshConfigOf((server ?? '').replace(SERVER_SUFFIX, ''));
  if (!server || !existsSync(config)) {
    throw new SetupError(`no lab server ${server ?? 'was named'}`, 'npm run lab -- status');
  }
  const program = findProgram('ssh');
  if (!program) throw new SetupError('no ssh client here', 'apt-get install openssh-client');
  return spawnSync(program, ['-F', config, server, ...command], { stdio: 'inherit' }).status ?? 1;
}

/** @param {string} text @param {number} [code] */
function print(text, code = 0) {
  (code === 0 ? console.log : console.error)(text);
  return code;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const isUsage = String(/** @type {any} */ (error)?.code).startsWith('ERR_PARSE_ARGS');
  if (!(error instanceof SetupError) && !isUsage) throw error;
  console.error(`Error: ${/** @type {Error} */ (error).message}`);
  process.exitCode = isUsage ? 64 : 1;
}
