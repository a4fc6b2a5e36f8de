import { Fault } from '../../../fault.js';
import type { Facts } from '../../facts.js';
import { rootScript, writeRootFile } from '../root.js';
import { change, ok, type SetupStep } from '../step.js';

const daemonFile = '/etc/docker/daemon.json';
const dropinFile = '/etc/systemd/system/docker.service.d/induk.conf';

/** Swarm would ask a registry for every image otherwise, also for those that are here. */
const dropin =
  '# Written by induk.\n[Service]\nEnvironment=DOCKER_SERVICE_PREFER_OFFLINE_IMAGE=1\n';

type Config = Record<string, unknown>;

/**
 * Engine settings fit for Swarm, merged into what the administrator wrote. A package's first
 * start must find them, so this comes before the packages; restarted only when they change.
 */
export const engine: SetupStep = {
  name: 'engine',
  check(facts) {
    const found = [...configProblems(facts), ...stateProblems(facts)];
    return found.length === 0 ? ok : change(found.join(', '));
  },
  async act({ connection, facts, signal }) {
    const merged = merge(current(facts));
    if (facts.files.dropin !== dropin.trimEnd()) {
      await writeRootFile(connection, dropinFile, dropin);
    }
    if (JSON.stringify(merged) !== JSON.stringify(current(facts))) {
      await writeRootFile(connection, daemonFile, `${JSON.stringify(merged, null, 2)}\n`);
    }
    if (facts.programs.dockerd) {
      await rootScript(connection, restart, [], { timeout: 180_000, signal });
    }
  },
};

/** `--validate` exists since 23.0; an older engine says so and is restarted as it is. */
const restart = `
systemctl daemon-reload
if dockerd --help 2>/dev/null | grep -q -- --validate; then
  dockerd --validate --config-file ${daemonFile} >&2
fi
systemctl enable docker.service
systemctl reset-failed docker.service || true
systemctl restart docker.service
for n in $(seq 100); do
  docker version >/dev/null 2>&1 && exit 0
  sleep 0.3
done
echo 'the engine does not answer after its restart' >&2
exit 1`;

function configProblems(facts: Facts): string[] {
  const before = current(facts);
  const after = merge(before);
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]),
  );
  const found = keys.length > 0 ? [`daemon.json: ${keys.join(' ')}`] : [];
  return facts.files.dropin === dropin.trimEnd() ? found : [...found, 'prefer local images'];
}

function stateProblems(facts: Facts): string[] {
  if (!facts.programs.dockerd) {
    return [];
  }
  const unit = facts.units['docker.service'];
  return [
    ...(unit?.enabled === 'enabled' ? [] : ['start at boot']),
    ...(facts.engine === undefined ? ['start'] : []),
    ...(facts.engine?.liveRestore ? ['live-restore off'] : []),
  ];
}

/** @throws Fault SRV064 when the file is there but no JSON object: it is not ours to replace. */
function current(facts: Facts): Config {
  const text = facts.files.daemon;
  if (text === undefined || text.trim() === '') {
    return {};
  }
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) {
      return parsed as Config;
    }
  } catch {
    // Reported below with the ones that parse to something else.
  }
  throw new Fault('SRV064', { server: facts.server, file: daemonFile });
}

/**
 * Adds log rotation unless another log driver was chosen, and takes live-restore away, which
 * Swarm refuses to run with. Everything else stays as the administrator wrote it.
 */
export function merge(before: Config): Config {
  const { 'live-restore': _refused, ...after } = before;
  const driver = after['log-driver'] ?? 'json-file';
  if (driver !== 'json-file' && driver !== 'local') {
    return after;
  }
  const limits = { 'max-size': '10m', 'max-file': '3' };
  const given = (after['log-opts'] ?? {}) as Config;
  return { ...after, 'log-driver': driver, 'log-opts': { ...limits, ...given } };
}
