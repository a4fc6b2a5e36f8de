import { importTypescript } from '../../scripts/setup/typescript.js';
import { labDown } from '../../test/lab/servers.js';
import { clearServers } from './clear.js';
import { ensureTinyImage, seed, tinyImage } from './images.js';
import { induk } from './induk.js';
import { makeSite } from './site.js';

export const labName = 'bench';

/**
 * What benchmarks stand on, made when one first asks for it and shared by those after.
 * @typedef {object} Ground
 * @property {boolean} quick
 * @property {(line: string) => void} log
 * @property {(count: number) => Promise<import('../../test/lab/servers.js').LabServer[]>} machines
 *   servers with an engine, and with the packages that images begin with, as tests have them: how
 *   fast Debian's mirror is says nothing about induk
 * @property {(count: number) => Promise<{site: import('./site.js').Site,
 *   servers: import('../../test/lab/servers.js').LabServer[]}>} site a fresh inventory over the
 *   first servers, which are set up and run no app
 * @property {() => Promise<void>} close
 */

/**
 * @param {{quick: boolean, log: (line: string) => void}} options
 * @returns {Ground}
 */
export function openGround({ quick, log }) {
  /** @type {import('./site.js').Site[]} */
  const sites = [];
  /** @type {import('../../test/lab/servers.js').LabServer[]} */
  let present = [];
  let isUp = false;
  const machines = async (/** @type {number} */ count) => {
    if (present.length >= count) return present;
    isUp = true;
    const { labWithRecipes } = await importTypescript('test/e2e/support/bases.ts');
    const servers = await labWithRecipes({ name: labName, count, engine: true, log });
    await ensureTinyImage();
    for (const server of servers) await seed(server, tinyImage);
    present = servers;
    return servers;
  };
  return {
    quick,
    log,
    machines,
    site: async (count) => {
      const servers = (await machines(count)).slice(0, count);
      const site = makeSite(servers);
      sites.push(site);
      log(`  induk servers setup (${count}) …`);
      await induk(site, 'servers', 'setup', '--as', 'admin', '--yes');
      await clearServers(servers);
      return { site, servers };
    },
    close: async () => {
      for (const site of sites) site.remove();
      if (isUp) await labDown({ name: labName });
    },
  };
}
