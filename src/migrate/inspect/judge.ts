/** From all that was read to the apps, each with its part of everything. */
import { normaliseDomain } from '../../inventory/domain.js';
import { type AppPlace, appsIn } from './app-folders.js';
import type { DocumentRoot } from './folder.js';
import type { Judged, Read } from './found.js';
import { hideSecrets } from './job-secrets.js';
import { databaseFacts, databasesOf } from './judge-databases.js';
import { giveJobs } from './judge-jobs.js';
import type { FoundApp, VirtualHost } from './model.js';
import { freeName, nameFrom } from './names.js';
import { baseName, isBelow } from './paths.js';
import { extensionsOf, type HostPhp, iniDifferences } from './php.js';
import { remarksOf } from './remarks.js';

/** The apps of a host, by the order of its document roots; jobs go to the app they mention. */
export function judge(read: Read): Judged[] {
  const taken = new Set<string>();
  const cases = read.roots.flatMap((root) => {
    const places = appsIn(root);
    const sites = sitesOf(root, read.sites);
    return places.map((place) => ({ read, root, sites, place, places }));
  });
  const judged = onceEach(cases).map((found) => {
    const one = appOf(found);
    one.app.name = freeName(one.app.name, taken);
    taken.add(one.app.name);
    return one;
  });
  giveJobs(judged, read.deeds);
  hideSecrets(judged, read.jobs);
  for (const one of judged) one.app.remarks.push(...remarksOf(one, read));
  return judged;
}

/** The virtual hosts that show a document root, those that only redirect last. */
export function sitesOf(root: DocumentRoot, sites: readonly VirtualHost[]): VirtualHost[] {
  const own = sites.filter(
    ({ docroot }) => docroot !== undefined && (docroot === root.docroot || docroot === root.real),
  );
  return own.sort((a, b) => Number(a.redirect !== undefined) - Number(b.redirect !== undefined));
}

interface Case {
  read: Read;
  root: DocumentRoot;
  sites: VirtualHost[];
  place: AppPlace;
  places: AppPlace[];
}

/** A folder with a virtual host of its own is also seen below the document root that it lies in. */
function onceEach(cases: readonly Case[]): Case[] {
  const isAlone = ({ place }: Case): boolean => place.at === '/';
  const alone = new Set(cases.filter(isAlone).map(({ place }) => place.path));
  return cases.filter((one) => isAlone(one) || !alone.has(one.place.path));
}

function appOf({ read, root, sites, place, places }: Case): Judged {
  const { path, at, framework } = place;
  const [site] = sites;
  const domains = places.length === 1 || at === '/' ? domainsOf(sites) : [];
  const php = phpOf(site, read);
  const { secrets, databases } = databasesOf(framework, read);
  const facts = databaseFacts(databases[0], read);
  const bytes = root.sizes.get(path) ?? root.sizes.get(root.base) ?? 0;
  const inside = (paths: readonly string[]) => paths.filter((file) => isBelow(file, path));
  const log = sites.map(({ accessLog }) => accessLog).find((file) => file !== undefined);
  const traffic = log === undefined ? undefined : read.traffic.get(log);
  const app: FoundApp = {
    name: nameOf(place, domains, root, read.host.name),
    path,
    docroot: root.real ?? root.docroot,
    ...aliasOf(path, root),
    at,
    domains,
    webServer: site?.server ?? 'apache',
    ...(log === undefined ? {} : { accessLog: log }),
    ...certificateOf(sites),
    framework: framework.name,
    ...(framework.version === undefined ? {} : { frameworkVersion: framework.version }),
    ...(php === undefined ? {} : { php: phpFacts(php, place, root, site) }),
    databases,
    ...(facts === undefined ? {} : { database: facts }),
    jobs: [],
    bytes,
    ...(places.length === 1 ? { files: root.fileCount } : {}),
    owner: root.owner,
    writable: inside(root.writable),
    uploads: uploadsOf(place, root),
    ...(Object.keys(framework.outside).length === 0 ? {} : { outside: framework.outside }),
    secretFiles: [...new Set([...inside(root.keys), ...databases.map(({ file }) => file)])].sort(),
    reaches: reachesOf(place, root, { domains, isAlone: places.length === 1 }),
    mail: mailOf(place, root),
    ...(traffic === undefined ? {} : { traffic }),
    secrets: [...secrets.keys()],
    remarks: [],
  };
  return { app, framework, root, secrets };
}

function certificateOf(sites: readonly VirtualHost[]): Pick<FoundApp, 'certificate'> {
  const shown = sites.find(({ certificate }) => certificate?.startsWith('/'));
  if (shown?.certificate === undefined) return {};
  const { certificate: file, certificateKey: key, certificateChain: chain } = shown;
  return {
    certificate: { file, ...(key ? { key } : {}), ...(chain ? { chain } : {}) },
  };
}

function domainsOf(sites: readonly VirtualHost[]): string[] {
  const names = sites.flatMap((site) => site.names);
  const domains = names.flatMap((name) => normaliseDomain(name) ?? []);
  return [...new Set(domains)].filter((name) => name.includes('.') && !/^[\d.]+$/.test(name));
}

function nameOf(place: AppPlace, domains: string[], root: DocumentRoot, host: string): string {
  const folder = baseName(place.path);
  const isPlain = /^(html|public|public_html|www|htdocs|web|httpdocs)$/.test(folder);
  const label = (domain: string) => domain.replace(/^www\./, '').split('.')[0] ?? '';
  if (place.at !== '/') return nameFrom(folder);
  if (domains[0] !== undefined) return nameFrom(label(domains[0]), nameFrom(folder));
  return nameFrom(isPlain ? label(host) : folder, nameFrom(baseName(root.base)));
}

/** `/srv/www/app → rilis/3`: an app is mounted by the name its jobs and settings know. */
function aliasOf(path: string, { docroot, real }: DocumentRoot): Pick<FoundApp, 'alias'> {
  if (real === undefined || real === docroot) return {};
  if (isBelow(path, real))
    return { alias: { path: `${docroot}${path.slice(real.length)}`, docroot } };
  const below = real.slice(path.length);
  if (!docroot.endsWith(below)) return {};
  return { alias: { path: docroot.slice(0, docroot.length - below.length), docroot } };
}

/** The version a virtual host says, else Apache's module, else the one FPM there is. */
function phpOf(site: VirtualHost | undefined, read: Read): HostPhp | undefined {
  const module = read.modules.map((name) => /^php([\d.]+)$/.exec(name)?.[1]).find(Boolean);
  const sapi =
    site?.phpVersion === undefined && site?.server === 'apache' && module ? 'apache2' : 'fpm';
  const version = site?.phpVersion ?? (sapi === 'apache2' ? module : undefined);
  const fitting = read.phps.filter((php) => version === undefined || php.version === version);
  return fitting.find((php) => php.sapi === sapi) ?? fitting.at(-1) ?? read.phps.at(-1);
}

function phpFacts(
  php: HostPhp,
  { framework }: AppPlace,
  root: DocumentRoot,
  site: VirtualHost | undefined,
): NonNullable<FoundApp['php']> {
  const databases = framework.databases.map(({ engine }) =>
    engine === 'postgres' ? 'pgsql' : 'mysqli',
  );
  const usual = framework.name === 'php' ? [] : (usualModules[framework.name] ?? []);
  const asked = [...framework.extensions, ...databases, ...usual];
  const { used, unused } = extensionsOf(php.modules, root.functions, asked);
  const ini = iniDifferences({ ...php.ini, ...site?.ini });
  return { version: php.version, extensions: used, unused, ini };
}

/** What each framework uses without naming it where a search finds it. */
const usualModules: Record<string, string[]> = {
  wordpress: ['curl', 'gd', 'intl', 'mbstring', 'xml', 'zip', 'imagick'],
  mediawiki: ['curl', 'gd', 'intl', 'mbstring', 'xml', 'apcu'],
  laravel: ['curl', 'mbstring', 'xml'],
  codeigniter: ['curl', 'gd', 'intl', 'mbstring', 'xml'],
  joomla: ['curl', 'gd', 'mbstring', 'xml', 'zip'],
  drupal: ['curl', 'gd', 'mbstring', 'xml'],
  yii: ['intl', 'mbstring', 'xml'],
};

/** The folders people upload to by name, as far as they are there. */
function uploadsOf({ path, framework }: AppPlace, root: DocumentRoot): string[] {
  const usual = framework.uploads.map((folder) => `${path}/${folder}`);
  const own = root.writable.filter((folder) => isBelow(folder, path) && folder !== path);
  const there = usual.filter((folder) => root.sizes.has(folder) || own.includes(folder));
  return framework.name === 'php' ? [...new Set([...there, ...own])] : there;
}

const everywhere =
  /\/\/(www\.w3\.org|schema\.org|php\.net|www\.php\.net|getbootstrap\.com|jquery\.(com|org)|github\.com|opensource\.org|www\.gnu\.org|gmpg\.org|localhost|127\.0\.0\.1)\b/;

/** Other machines its own settings and code name; a CMS names half the web in its comments. */
function reachesOf(
  { framework, path }: AppPlace,
  root: DocumentRoot,
  { domains, isAlone }: { domains: string[]; isAlone: boolean },
): string[] {
  const isOwnCode = ['php', 'codeigniter', 'laravel', 'yii'].includes(framework.name);
  const texts = [...root.files].flatMap(([file, text]) => (isBelow(file, path) ? [text] : []));
  const isMine = (url: string) => isAlone || texts.some((text) => text.includes(url));
  const urls = isOwnCode ? root.urls.filter((url) => !everywhere.test(url) && isMine(url)) : [];
  const hosts = [...framework.reaches, ...urls];
  return [...new Set(hosts)]
    .filter((host) => !domains.some((own) => host.includes(own)))
    .slice(0, 30);
}

function mailOf({ framework }: AppPlace, { functions }: DocumentRoot): string[] {
  const seen = [
    ...(functions.includes('mail') ? ['mail()'] : []),
    ...(functions.some((name) => /PHPMailer$/.test(name)) ? ['PHPMailer'] : []),
    ...(functions.some((name) => /^Swift_/.test(name)) ? ['Swift Mailer'] : []),
  ];
  return [...new Set([...framework.mail, ...seen])];
}
