/** Two servers with a hundred apps and nothing to do. */

import { induk } from './ground/induk.js';
import { acceptedConnections, runningContainers, sshArgv } from './ground/ssh.js';
import { figure, rounds } from './measure/rounds.js';
import { atLeast, atMost, exactly } from './measure/target.js';
import { timed } from './measure/timed.js';
import { row, rowHead, seconds, table, times } from './measure/words.js';
import { ensureAnsible, prepareAnsible } from './noop/ansible.js';
import { appsOf, writeApps } from './noop/apps.js';
import { prepareStack } from './noop/stack.js';

/**
 * @param {import('./ground/ground.js').Ground} ground
 * @returns {Promise<import('./measure/target.js').Finding>}
 */
export async function noop(ground) {
  const { quick, log } = ground;
  const [, , comparison] = await ground.machines(3);
  const { site, servers } = await ground.site(2);
  const apps = appsOf(quick ? 6 : 100, servers);
  writeApps(site, apps);
  log(`  induk apply makes ${apps.length} apps …`);
  const made = await induk(site, 'apply', '--yes');
  log(`  … in ${seconds(made.wall)}; docker stack deploy makes as many on a third server`);
  const deployStack = await prepareStack(comparison, apps);

  const [manager] = servers;
  log('  Ansible …');
  await ensureAnsible(manager, log);
  const names = apps.map(({ opd, name }) => `${opd}-${name}`);
  const subset = names.slice(0, quick ? 4 : 20);
  const playbooks = {
    one: await prepareAnsible(manager, names.slice(0, 1)),
    subset: await prepareAnsible(manager, subset),
  };
  const before = await look(servers);
  const found = await rounds(
    quick ? 3 : 7,
    {
      floor: () => floor(servers),
      single: () => timed(sshArgv(manager, 'docker service ls')),
      plan: () => induk(site, 'plan'),
      apply: () => induk(site, 'apply', '--yes'),
      stack: deployStack,
    },
    { log },
  );
  const middle = await look(servers);
  const checked = await checkByAnsible(playbooks, quick ? 1 : 3, log);
  const after = await look(servers);
  const all = extrapolate(checked, subset.length, apps.length);
  const runs = 2 * (found.plan.runs + 1);
  // The floor's own connections, its single half and the warm-up included.
  const own = found.floor.runs + 1;
  const connections = {
    manager: (middle.connections[0] - before.connections[0] - 2 * own) / runs,
    worker: (middle.connections[1] - before.connections[1] - own) / runs,
  };
  const replaced = after.containers.filter((id) => !before.containers.includes(id)).length;
  return {
    title: `Nothing to do: two servers, ${apps.length} apps`,
    text: text({ apps, found, all, checked, subset, made, connections, playbooks }),
    targets: [
      atMost(
        '`induk plan` against the floor, wall',
        found.plan.wall / found.floor.wall,
        1.5,
        times,
      ),
      atMost(
        '`induk apply` against the floor, wall',
        found.apply.wall / found.floor.wall,
        1.5,
        times,
      ),
      atMost('`induk plan` against the floor, CPU', found.plan.cpu / found.floor.cpu, 1.5, times),
      atMost('`induk apply` against the floor, CPU', found.apply.cpu / found.floor.cpu, 1.5, times),
      atLeast('`induk apply` faster than Ansible', all.wall / found.apply.wall, 20, times),
      atMost('SSH connections per server and run', connections.manager, 1, String),
      exactly('Containers replaced or restarted', replaced, 0),
    ],
  };
}

/** One connection to each server at the same time, and one `docker service ls` on the manager. */
async function floor([manager, ...workers]) {
  const costs = await Promise.all([
    timed(sshArgv(manager, 'docker service ls')),
    ...workers.map((worker) => timed(sshArgv(worker, 'true'))),
  ]);
  return {
    wall: Math.max(...costs.map(({ wall }) => wall)),
    cpu: costs.reduce((sum, { cpu }) => sum + cpu, 0),
  };
}

async function look(servers) {
  const connections = await Promise.all(servers.map(acceptedConnections));
  const containers = (await Promise.all(servers.map(runningContainers))).flat();
  return { connections, containers };
}

async function checkByAnsible({ one, subset }, runs, log) {
  const costs = { one: [], subset: [] };
  let changed = 0;
  for (let run = 1; run <= runs; run += 1) {
    costs.one.push(await one());
    const cost = await subset();
    changed = cost.changed;
    costs.subset.push(cost);
    log(`  Ansible ${run} of ${runs}: ${seconds(cost.wall)}`);
  }
  return { one: figure(costs.one), subset: figure(costs.subset), changed };
}

/** A fixed part and so much for each service: what the whole would take. */
function extrapolate({ one, subset }, measured, wanted) {
  const line = (/** @type {'wall' | 'cpu'} */ key) =>
    one[key] + ((subset[key] - one[key]) / (measured - 1)) * (wanted - 1);
  const wall = line('wall');
  return { wall, cpu: line('cpu'), min: wall, max: wall, runs: subset.runs };
}

function text({ apps, found, all, checked, subset, made, connections }) {
  const { floor, single, plan, apply, stack } = found;
  const built = apps.filter(({ isBuilt }) => isBuilt).length;
  return [
    `${built} apps are built from a folder each (nginx), ${apps.length - built} run a ready image (busybox httpd). CPU is what the command and its children used on the operator's machine. The *floor* is one OpenSSH connection to each server at the same time, the manager's running \`docker service ls\`, the other \`true\`.`,
    table(rowHead, [
      row('floor: ssh to both servers', floor, floor),
      row('ssh to the manager alone', single, floor),
      row('`induk plan`', plan, floor),
      row('`induk apply --yes`', apply, floor),
      row('`docker stack deploy`', stack, floor),
      row(`Ansible, ${subset.length} services`, checked.subset, floor),
      row(`Ansible, ${apps.length} services (computed)`, all, floor),
    ]),
    `- Connections that sshd accepted in each run of induk: ${connections.manager} on the manager, ${connections.worker} on the other server, which a run without changes need not ask.`,
    `- Ansible checks each service with \`community.docker.docker_swarm_service\` in check mode, with pipelining and a kept connection, without facts; ${checked.changed} of ${subset.length} reported as changed. ${apps.length} services are computed from runs with 1 (${seconds(checked.one.wall)}) and ${subset.length}.`,
    `- \`docker stack deploy\` reads the compose file from standard input of one ssh connection and runs on the server itself, without asking a registry. It has ${apps.length} services of the ready image on a third server, in a Swarm of their own.`,
    `- Making the ${apps.length} apps with \`induk apply\`, images and proxies included, took ${seconds(made.wall)} (one run).`,
  ].join('\n\n');
}
