import { setTimeout } from 'node:timers/promises';
import { inside } from '../../test/lab/faults.js';
import { tinyImage } from '../ground/images.js';
import { sshArgv } from '../ground/ssh.js';
import { timed } from '../measure/timed.js';

/**
 * The same number of services as a compose file, on a server and Swarm of their own, since
 * `docker stack` names services its own way and cannot take over those that are there.
 * @param {{name: string, container: string, address: string}} server
 * @param {{name: string}[]} apps
 * @returns {Promise<() => Promise<import('../measure/timed.js').Cost>>} deploys once more
 */
export async function prepareStack(server, apps) {
  const swarm = ['docker', 'swarm', 'init', '--advertise-addr', server.address];
  await inside(server, swarm, { check: false });
  const text = stackText(apps);
  const command = 'docker stack deploy --resolve-image never --compose-file - bench';
  const deploy = () => timed(sshArgv(server, `sudo ${command}`, 'admin'), { input: text });
  await deploy();
  await untilRunning(server, apps.length);
  return deploy;
}

/** @param {{container: string}} server @param {number} wanted */
async function untilRunning(server, wanted) {
  const count = `docker service ls --format '{{.Replicas}}' | grep -c '^1/1'`;
  for (;;) {
    const { stdout } = await inside(server, ['sh', '-c', count], { check: false });
    if (Number(stdout) >= wanted) return;
    await setTimeout(1000);
  }
}

/** @param {{name: string}[]} apps */
function stackText(apps) {
  const services = apps.map(
    ({ name }) => `  ${name}:
    image: ${tinyImage}
    environment: {LOG_LEVEL: info, PORT: "8080", TZ: Asia/Jakarta}
    networks: [edge]
    logging: {driver: json-file, options: {max-size: 10m, max-file: "3"}}
    deploy:
      endpoint_mode: dnsrr
      labels: {app: ${name}}
      update_config: {order: start-first, failure_action: rollback, monitor: 1s}
      restart_policy: {condition: any, delay: 500ms}
      resources:
        limits: {cpus: "0.2", memory: 48M}
        reservations: {cpus: "0.02", memory: 24M}
`,
  );
  return `version: "3.8"
networks:
  edge: {driver: overlay}
services:
${services.join('')}`;
}
