import { tinyImage } from '../ground/images.js';

const perAgency = 10;

/**
 * The apps of the site: every fifth is built from a folder of its own (nginx), the others run a
 * ready image of one megabyte. They take turns on the servers.
 * @param {number} count @param {{name: string}[]} servers
 */
export function appsOf(count, servers) {
  return Array.from({ length: count }, (_, index) => ({
    name: `app-${String(index + 1).padStart(3, '0')}`,
    opd: `dinas-${Math.floor(index / perAgency) + 1}`,
    server: servers[index % servers.length].name,
    isBuilt: index % 5 === 4,
  }));
}

/**
 * Writes them into a site's inventory.
 * @param {import('../ground/site.js').Site} site
 * @param {ReturnType<typeof appsOf>} apps
 */
export function writeApps(site, apps) {
  const names = [...new Set(apps.map(({ opd }) => opd))];
  for (const opd of names) {
    const list = apps.filter((app) => app.opd === opd);
    const text = `opd: ${opd}\nname: ${opd}\ntype: dinas\napps:\n${list.map(appText).join('')}`;
    site.write(`opd/${opd}.yaml`, text);
  }
  for (const { name, isBuilt } of apps) {
    if (isBuilt) site.write(`apps/${name}/index.html`, '<h1>Layanan</h1>\n');
  }
}

/** @param {ReturnType<typeof appsOf>[number]} app */
function appText({ name, server, isBuilt }) {
  const size = '    size: {cpu: 0.2, memory: 48MiB}\n';
  const runtime = isBuilt
    ? `    runtime: {static: true}\n    source: apps/${name}\n    health: {path: /, interval: 10s}\n`
    : `    runtime: {image: "${tinyImage}", port: 8080}\n    env: {LOG_LEVEL: info}\n`;
  return `  ${name}:\n    server: ${server}\n${size}${runtime}`;
}
