/** The disk of a vault in a lab, which a test can fill without harm to this machine. */
import { inside } from '../../lab/faults.js';
import type { LabServer } from '../../lab/servers.js';

export const vaultVolume = '/var/lib/docker/volumes/induk-vault/_data';
const ballast = `${vaultVolume}/penuh`;

/** Puts the vault's volume on a disk of its own. */
export async function ownDisk(vault: LabServer): Promise<void> {
  const script = `docker stop induk-vault; mkdir /root/isi; cp -a ${vaultVolume}/. /root/isi
    mount -t tmpfs -o size=800m tmpfs ${vaultVolume}
    cp -a /root/isi/. ${vaultVolume}; docker start induk-vault`;
  await inside(vault, ['sh', '-ec', script]);
}

/** Leaves no byte on it. It ends when the disk is full, which is no success to `head`. */
export async function fillDisk(vault: LabServer): Promise<void> {
  await inside(vault, ['sh', '-c', `head -c 100G /dev/zero > ${ballast}`], { check: false });
}

export async function emptyDisk(vault: LabServer): Promise<void> {
  await inside(vault, ['rm', '-f', ballast]);
}
