import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installPackages } from '../../scripts/setup/packages.js';
import { findProgram } from '../../scripts/setup/run.js';
import { inside } from '../../test/lab/faults.js';
import { sshConfigOf } from '../../test/lab/state.js';
import { labName } from '../ground/ground.js';
import { timed } from '../measure/timed.js';

/**
 * Debian's Ansible on this machine, and what its Docker modules need on the manager.
 * @param {{container: string}} manager @param {(line: string) => void} log
 */
export async function ensureAnsible(manager, log) {
  if (!findProgram('ansible-playbook')) await installPackages(['ansible'], log);
  const install = `command -v python3 >/dev/null && python3 -c 'import docker' 2>/dev/null || {
    apt-get update -q && apt-get install -qy --no-install-recommends python3-docker; }`;
  await inside(manager, ['sh', '-c', install]);
}

/**
 * A playbook that checks the services induk made, each described in full from what the engine
 * says of it, so that there is nothing to change. Tuned as its manual advises: pipelining, a
 * connection that is kept, no gathering of facts.
 * @param {{name: string, container: string}} manager
 * @param {string[]} names engine names of the services to check
 * @returns {Promise<() => Promise<import('../measure/timed.js').Cost & {changed: number}>>}
 */
export async function prepareAnsible(manager, names) {
  const { stdout } = await inside(manager, ['docker', 'service', 'inspect', ...names]);
  const services = JSON.parse(stdout).map(({ Spec }) => described(Spec));
  const folder = mkdtempSync(join(tmpdir(), 'induk-bench-ansible-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  // JSON is YAML; a file of variables would be read the same way.
  const play = { hosts: 'all', gather_facts: false, vars: { services }, tasks: [task] };
  writeFileSync(join(folder, 'play.yml'), JSON.stringify([play]));
  const env = {
    ANSIBLE_PIPELINING: '1',
    ANSIBLE_SSH_ARGS: `-F ${sshConfigOf(labName)} -o ControlMaster=auto -o ControlPersist=60s`,
    ANSIBLE_PYTHON_INTERPRETER: '/usr/bin/python3',
    ANSIBLE_RETRY_FILES_ENABLED: '0',
    ANSIBLE_NOCOLOR: '1',
    ANSIBLE_HOME: folder,
    ANSIBLE_LOCAL_TEMP: folder,
    LANG: 'C.UTF-8',
  };
  const hosts = ['--inventory', `${manager.name},`, '--user', 'induk'];
  const argv = ['ansible-playbook', '--check', ...hosts, join(folder, 'play.yml')];
  return async () => {
    const cost = await timed(argv, { env });
    return { ...cost, changed: (cost.stdout.match(/^changed: /gm) ?? []).length };
  };
}

const task = {
  name: 'services',
  'community.docker.docker_swarm_service': '{{ item }}',
  loop: '{{ services }}',
  loop_control: { label: '{{ item.name }}' },
};

const time = (/** @type {number} */ nanoseconds) => `${Math.round(nanoseconds / 1e6)}ms`;

/** A service of the engine's API in the module's words. @param {any} spec */
function described({ Name, Labels, TaskTemplate: task, Mode, UpdateConfig }) {
  const { ContainerSpec: container, Resources: resources } = task;
  const policy = (/** @type {any} */ given) => ({
    parallelism: given.Parallelism,
    // A delay of zero is left out by the engine, and would count as a change.
    ...(given.Delay ? { delay: time(given.Delay) } : {}),
    failure_action: given.FailureAction,
    monitor: time(given.Monitor),
    max_failure_ratio: given.MaxFailureRatio,
    order: given.Order,
  });
  const health = container.Healthcheck;
  return {
    name: Name,
    image: container.Image,
    resolve_image: false,
    labels: Labels,
    container_labels: container.Labels,
    env: container.Env,
    replicas: Mode.Replicated.Replicas,
    endpoint_mode: 'dnsrr',
    stop_grace_period: time(container.StopGracePeriod),
    networks: task.Networks.map(() => 'induk-edge'),
    placement: { constraints: task.Placement.Constraints },
    limits: { cpus: resources.Limits.NanoCPUs / 1e9, memory: String(resources.Limits.MemoryBytes) },
    reservations: {
      cpus: resources.Reservations.NanoCPUs / 1e9,
      memory: String(resources.Reservations.MemoryBytes),
    },
    restart_config: {
      condition: task.RestartPolicy.Condition,
      delay: time(task.RestartPolicy.Delay),
      max_attempts: task.RestartPolicy.MaxAttempts,
    },
    logging: { driver: task.LogDriver.Name, options: task.LogDriver.Options },
    update_config: policy(UpdateConfig),
    ...(health === undefined
      ? {}
      : {
          healthcheck: {
            test: health.Test,
            interval: time(health.Interval),
            timeout: time(health.Timeout),
            retries: health.Retries,
            start_period: time(health.StartPeriod),
          },
        }),
  };
}
