import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { docker, SetupError } from '../../scripts/setup/run.js';

const BOOT_MS = 90_000;

/** Lets the lab's key in. It runs at each start: idempotent, and independent of sshd. */
const AUTHORIZE = `
umask 077
install -d -o admin -g admin -m 0700 /home/admin/.ssh
grep -qxF "$1" /home/admin/.ssh/authorized_keys 2>/dev/null && exit 0
echo "$1" >> /home/admin/.ssh/authorized_keys
chown admin:admin /home/admin/.ssh/authorized_keys
`;

/**
 * Waits until a server has booted, lets the lab's key in and reads its host key over the engine,
 * a path nobody on the network can alter.
 * @param {string} container
 * @param {string} publicKey
 * @param {boolean} engine wait for its Docker Engine, too
 * @returns {Promise<{hostKey: string, hostKeyLine: string}>}
 */
export async function waitUntilUp(container, publicKey, engine) {
  await waitForBoot(container);
  await inside(container, ['sh', '-c', AUTHORIZE, 'authorize', publicKey.trim()]);
  if (engine) await until(container, 'Docker Engine', ['docker', 'version']);
  const file = '/etc/ssh/ssh_host_ed25519_key.pub';
  const { stdout } = await inside(container, ['cat', file]);
  const [type, key] = stdout.trim().split(' ');
  const digest = createHash('sha256').update(Buffer.from(key, 'base64')).digest('base64');
  return { hostKey: `SHA256:${digest.replace(/=+$/, '')}`, hostKeyLine: `${type} ${key}` };
}

/**
 * Waits until systemd has finished booting and sshd runs.
 * @param {string} container
 * @throws {SetupError} with the failed units, or with what the container printed
 */
export async function waitForBoot(container) {
  const booted = ['systemctl', 'is-system-running', '--wait'];
  await until(container, 'systemd', ['timeout', `${BOOT_MS / 1000}`, ...booted]);
  await until(container, 'sshd', ['systemctl', 'is-active', 'ssh']);
}

/** @param {string} container @param {string} what @param {string[]} test */
async function until(container, what, test) {
  const deadline = Date.now() + BOOT_MS;
  for (;;) {
    const { code, stdout, stderr } = await inside(container, test, false);
    if (code === 0) return;
    const isOver = stdout.trim() === 'degraded' || /is not running/.test(stderr);
    if (isOver || Date.now() > deadline) throw await bootFailure(container, what, stdout + stderr);
    // Each look starts programs, which takes the time of what boots.
    await delay(400);
  }
}

/** @param {string} container @param {string} what @param {string} answer */
async function bootFailure(container, what, answer) {
  const units = await inside(container, ['systemctl', '--failed', '--no-legend'], false);
  const log = await docker(['logs', '--tail', '10', container], { check: false });
  const parts = [answer, units.stdout, log.stdout, log.stderr].map((text) => text.trim());
  const detail = parts.filter(Boolean).join('\n  ');
  return new SetupError(`${container}: ${what} is not up\n  ${detail}`, `docker logs ${container}`);
}

/** @param {string} container @param {string[]} argv @param {boolean} [check] */
function inside(container, argv, check = true) {
  return docker(['exec', container, ...argv], { check });
}
