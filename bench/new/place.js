/** A server on which nothing was ever built, and an inventory for it. */
import { labDown, labUp } from '../../test/lab/servers.js';
import { induk } from '../ground/induk.js';
import { makeSite } from '../ground/site.js';

const labName = 'bench-new';

/**
 * @param {(line: string) => void} log
 * @returns {Promise<{site: import('../ground/site.js').Site,
 *   server: import('../../test/lab/servers.js').LabServer, close: () => Promise<void>}>}
 */
export async function bareServer(log) {
  const [server] = await labUp({ name: labName, count: 1, engine: true, log });
  const site = makeSite([server]);
  const close = async () => {
    site.remove();
    await labDown({ name: labName });
  };
  try {
    log('  induk servers setup …');
    await induk(site, 'servers', 'setup', '--as', 'admin', '--yes');
    return { site, server, close };
  } catch (error) {
    await close();
    throw error;
  }
}
