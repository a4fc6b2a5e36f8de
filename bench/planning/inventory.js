/**
 * The files of a made-up site: agencies of twenty apps, of all the kinds there are.
 * @param {number} apps
 * @returns {{path: string, text: string}[]}
 */
export function inventoryFiles(apps) {
  const agencies = Array.from({ length: Math.ceil(apps / 20) }, (_, index) => index);
  return [
    { path: 'site.yaml', text: siteText() },
    ...agencies.map((index) => {
      const numbers = Array.from({ length: Math.min(20, apps - index * 20) }, (_, n) => n);
      const entries = numbers.map((number) => appText(index * 20 + number));
      const text = `opd: dinas-${index}\nname: Dinas ${index}\ntype: dinas\napps:\n${entries.join('')}`;
      return { path: `opd/dinas-${index}.yaml`, text };
    }),
  ];
}

function siteText() {
  const servers = Array.from(
    { length: 10 },
    (_, n) => `  pusat-${n}: {address: 10.20.0.${n + 1}}\n`,
  );
  return `site: kota\ndomain: kota.test\nteam: []\nservers:\n${servers.join('')}`;
}

/** @param {number} number */
function appText(number) {
  const kinds = [php, node, pages];
  return `  app-${number}:
    title: Aplikasi ${number}
    function: layanan ${number % 50}
    server: pusat-${number % 10}
    domains: [app-${number}.kota.test, www.app-${number}.kota.test]
    source: apps/app-${number}
    health: {path: /}
    size: {cpu: 0.5, memory: 256MiB, disk: 2GiB}
${kinds[number % kinds.length]}`;
}

const php = `    runtime: {php: "8.2", extensions: [mysqli, gd], docroot: public}
    database: {mariadb: "10.11"}
    storage: {uploads: /app/public/uploads}
    env: {CI_ENVIRONMENT: production}
    cron:
      - {name: tagihan, at: "*/5 * * * *", run: php spark tagihan}
`;

const node = `    runtime: {node: "20", start: node server.js}
    database: {postgres: "17"}
    env: {LOG_LEVEL: info}
    release: node migrate.js
    replicas: 2
`;

const pages = `    runtime: {static: public}
`;
