import { setTimeout } from 'node:timers/promises';
import { inside } from '../../test/lab/faults.js';

/**
 * Removes every service but the proxy and waits until their containers are gone, so that one
 * benchmark does not run in another's shadow.
 * @param {{container: string}[]} servers the manager first
 */
export async function clearServers(servers) {
  const [manager] = servers;
  const names = `docker service ls --format '{{.Name}}' | grep -vx induk-proxy`;
  await inside(manager, ['sh', '-c', `${names} | xargs -r docker service rm >/dev/null`], {
    check: false,
  });
  const others = `docker ps -q --filter label=com.docker.swarm.service.name`;
  const proxies = `${others}=induk-proxy`;
  for (const server of servers) {
    const count = async (/** @type {string} */ list) =>
      Number((await inside(server, ['sh', '-c', `${list} | wc -l`])).stdout);
    while ((await count(others)) > (await count(proxies))) await setTimeout(500);
  }
}
