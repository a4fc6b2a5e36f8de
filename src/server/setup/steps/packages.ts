import type { Facts } from '../../facts.js';
import { rootScript } from '../root.js';
import { change, ok, type SetupStep } from '../step.js';

/** Needed on every server, whatever engine it has. */
const always = [
  'ca-certificates',
  'curl',
  'debootstrap',
  'iptables',
  'nftables',
  'rsync',
  'unattended-upgrades',
];

/** Any of these keeps the clock right; they exclude each other. */
const clocks = ['systemd-timesyncd', 'chrony', 'ntpsec', 'openntpd'];

/** Milliseconds; a slow mirror over a thin line. */
const patience = 30 * 60_000;

/**
 * A machine that has just booted may be updating its package lists by itself. apt waits for
 * dpkg's lock when told to, but not for that of the lists.
 */
const update = `
for n in $(seq 60); do
  if said=$(apt-get -q update 2>&1); then exit 0; fi
  case $said in *'Could not get lock'*) sleep 5 ;; *) break ;; esac
done
printf '%s\\n' "$said" >&2
exit 1`;

/** Debian packages; an engine that is there already, from wherever, is kept. */
export const packages: SetupStep = {
  name: 'packages',
  check(facts) {
    const missing = missingPackages(facts);
    return missing.length === 0 ? ok : change(`install ${missing.join(' ')}`);
  },
  async act({ connection, facts, progress, signal }) {
    const options = { timeout: patience, signal, onStdout: lineByLine(progress) };
    const lock = ['-o', 'DPkg::Lock::Timeout=300'];
    progress('apt-get update');
    await rootScript(connection, update, [], options);
    const script = 'export DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1; exec "$@"';
    const keep = ['-o', 'Dpkg::Options::=--force-confdef', '-o', 'Dpkg::Options::=--force-confold'];
    const install = ['apt-get', ...lock, ...keep, '-q', '-y', '--no-install-recommends', 'install'];
    await rootScript(connection, script, [...install, ...missingPackages(facts)], options);
  },
};

function missingPackages(facts: Facts): string[] {
  const wanted = [...always];
  if (!facts.programs.dockerd) {
    wanted.push('docker.io');
    // Since Debian 13 the client is a package of its own.
    if (facts.os.version !== '12') {
      wanted.push('docker-cli');
    }
  }
  if (facts.clock.service === undefined && !clocks.some((name) => name in facts.packages)) {
    wanted.push('systemd-timesyncd');
  }
  return wanted.filter((name) => !(name in facts.packages)).sort();
}

/** apt's own lines about what it unpacks and sets up. */
function lineByLine(progress: (message: string) => void): (chunk: Buffer) => void {
  return (chunk) => {
    const lines = chunk.toString().split('\n');
    const last = lines.filter((line) => /^(Get:|Unpacking|Setting up)/.test(line)).at(-1);
    if (last !== undefined) {
      progress(last.trim());
    }
  };
}
