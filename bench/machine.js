import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { root } from '../scripts/setup/project.js';
import { docker, findProgram, run } from '../scripts/setup/run.js';

/**
 * What the figures were measured on, as lines of a list.
 * @returns {Promise<string[]>}
 */
export async function machineFacts() {
  const [cpu] = cpus();
  const release = /PRETTY_NAME="(.*)"/.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? '?';
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const kernel = (await run(['uname', '-r'])).stdout.trim();
  const engine = (await docker(['version', '--format', '{{.Server.Version}}'])).stdout.trim();
  const ssh = (await run(['ssh', '-V'], { check: false })).stderr.trim().split(',')[0];
  const ansible = findProgram('ansible')
    ? `, ${(await run(['ansible', '--version'])).stdout.split('\n')[0]}`
    : '';
  return [
    `Machine: ${cpus().length} cores (${cpu?.model ?? '?'}), ${Math.round(totalmem() / 2 ** 30)} GiB of memory, ${release}, Linux ${kernel}. The servers are containers on the same machine: everything shares these cores.`,
    `induk ${version}, Node ${process.versions.node}, Docker Engine ${engine} (the servers: Debian 12's docker.io), ${ssh}${ansible}.`,
  ];
}
