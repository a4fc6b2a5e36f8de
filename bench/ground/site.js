import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * An inventory on disk with its operator's home beside it.
 * @typedef {object} Site
 * @property {string} inventory folder of site.yaml
 * @property {string} home
 * @property {(path: string, text: string) => void} write below the inventory
 * @property {() => void} remove
 */

/**
 * @param {import('../../test/lab/servers.js').LabServer[]} servers the first one manages
 * @returns {Site}
 */
export function makeSite(servers) {
  const folder = mkdtempSync(join(tmpdir(), 'induk-bench-site-'));
  const site = {
    inventory: join(folder, 'inventory'),
    home: join(folder, 'home'),
    write: (path, text) => {
      const file = join(site.inventory, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
  mkdirSync(site.home, { mode: 0o700 });
  site.write('site.yaml', siteYaml(servers));
  return site;
}

/** @param {import('../../test/lab/servers.js').LabServer[]} servers */
function siteYaml(servers) {
  const entries = servers.map(
    ({ name, address, port, keyFile, hostKey }, index) => `  ${name}:
    address: ${address}
    port: ${port}
    user: induk
    key: ${keyFile}
    hostKey: "${hostKey}"
    role: ${index === 0 ? 'manager' : 'worker'}`,
  );
  return `site: bench
domain: bench.test
team: []
servers:
${entries.join('\n')}
proxy: {tls: internal}
`;
}
