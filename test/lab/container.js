/**
 * What makes a container a server, in options of `docker run`.
 *
 * Not `--privileged`: that fails where the machine itself lacks a capability (SYS_RESOURCE, in
 * many virtual machines), and it opens the machine's disks. Left out, too, is what would reach
 * the machine below: its clock, its kernel modules, its raw memory. Devices stay Docker's short
 * list. What remains is far more than an ordinary container has: a lab runs code you trust.
 */
const DROPPED = [
  'SYS_RESOURCE',
  'SYS_TIME',
  'SYS_MODULE',
  'SYS_RAWIO',
  'MAC_ADMIN',
  'MAC_OVERRIDE',
];
const UNCONFINED = ['seccomp=unconfined', 'apparmor=unconfined', 'systempaths=unconfined'];
const TMPFS = ['/run:exec', '/run/lock', '/tmp:exec'];

/** Loop devices, for a server whose Docker has a disk of its own size. */
const LOOP_DEVICES = ['c 10:237 rw', 'b 7:* rwm'];

/** The volume under a server's /var/lib/docker. @param {string} container */
export const engineVolume = (container) => `${container}-docker`;

/**
 * @param {object} wanted
 * @param {string} wanted.lab
 * @param {string} wanted.container
 * @param {string} [wanted.disk] size of the file system under /var/lib/docker
 * @param {string[]} wanted.nameServers
 * @returns {string[]}
 */
export function containerOptions({ lab, container, disk, nameServers }) {
  const env = [`LAB_NAMESERVERS=${nameServers.join(' ')}`];
  if (disk) env.push(`LAB_DISK=${disk}`);
  const volume = (/** @type {string} */ source, /** @type {string} */ target) =>
    `type=volume,source=${source},target=${target},volume-label=induk.lab=${lab}`;
  const mounts = [
    // Overlayfs does not stack on overlayfs, so the engine's files need a real file system.
    disk
      ? volume(`${container}-disk`, '/var/lib/lab-disk')
      : volume(engineVolume(container), '/var/lib/docker'),
    volume(`${container}-containerd`, '/var/lib/containerd'),
  ];
  return [
    '--cap-add=ALL',
    ...DROPPED.map((name) => `--cap-drop=${name}`),
    ...UNCONFINED.map((option) => `--security-opt=${option}`),
    '--cgroupns=private',
    ...TMPFS.map((path) => `--tmpfs=${path}`),
    ...(disk ? LOOP_DEVICES : []).map((rule) => `--device-cgroup-rule=${rule}`),
    ...mounts.map((mount) => `--mount=${mount}`),
    ...env.map((pair) => `--env=${pair}`),
  ];
}
