/** Reads an old host over a connection and says what is on it. Nothing is changed there. */
import { randomBytes } from 'node:crypto';
import { Fault } from '../../fault.js';
import type { Connection } from '../../server/connection.js';
import { trafficOf } from './access-log.js';
import { parseApache } from './apache-config.js';
import { certificateOf } from './certificates.js';
import { jobsOf } from './crontab.js';
import { mysqlServer, postgresServer } from './database.js';
import { documentRoots } from './folder.js';
import { folderScript } from './folder-script.js';
import type { Judged, Read } from './found.js';
import { type Frame, filesOf, frameOf, framesOf, linesOf } from './frames.js';
import { hostOf, installedDatabases } from './host.js';
import { hostScript } from './host-script.js';
import { judge } from './judge.js';
import type { DatabaseServer, Findings, Host, VirtualHost } from './model.js';
import { parseNginx } from './nginx-config.js';
import { otherSitesOf } from './other-sites.js';
import { hostPhps } from './php.js';
import { hostRemarks } from './remarks.js';
import { deedOf } from './run-parts.js';

export interface InspectOptions {
  /** What it was called on the command line. */
  address: string;
  signal?: AbortSignal;
  /** Told what is read now: `host` or `folders`. */
  onStep?: (step: 'host' | 'folders', access: Host['access']) => void;
}

export interface Inspection {
  findings: Findings;
  /** The apps with their secrets, for the draft. */
  judged: Judged[];
}

/** Milliseconds; each probe in the scripts is bounded by itself, and there are few folders. */
const patience = 600_000;
const most = { docroots: 25, logs: 10, certificates: 20 };

/**
 * Two scripts on one connection: the host, then the folders the first one found.
 * @throws Fault MIG005 when the host has no POSIX shell or did not answer to the end
 */
export async function inspectHost(
  connection: Connection,
  { address, signal, onStep }: InspectOptions,
): Promise<Inspection> {
  const access = await accessOf(connection, signal);
  const ask = (script: (mark: string) => string) => answer(connection, access, script, signal);
  onStep?.('host', access);
  const frames = await ask(hostScript);
  const host = hostOf(frames, { address, user: connection.user, access });
  const served = sitesOf(frames);
  onStep?.('folders', access);
  const more = await ask((mark) => folderScript(mark, requestOf(served)));
  const read = readOf(frames, more, host, served);
  const judged = judge(read);
  return { judged, findings: findingsOf(read, judged) };
}

async function accessOf(connection: Connection, signal?: AbortSignal): Promise<Host['access']> {
  if (connection.user === 'root') return 'root';
  const options = { timeout: 20_000, ...(signal === undefined ? {} : { signal }) };
  const { code } = await connection.exec(['sudo', '-n', 'true'], options);
  return code === 0 ? 'sudo' : 'ordinary';
}

/** What a script said. Its text never gets into an error: there are passwords in it. */
async function answer(
  connection: Connection,
  access: Host['access'],
  script: (mark: string) => string,
  signal?: AbortSignal,
): Promise<Frame[]> {
  const mark = `@@induk-${randomBytes(9).toString('hex')}`;
  const { code, stdout } = await connection.exec(['sh', '-s'], {
    stdin: script(mark),
    timeout: patience,
    sudo: access === 'sudo',
    ...(signal === undefined ? {} : { signal }),
  });
  const { frames, isWhole } = framesOf(stdout, mark);
  if (!isWhole) throw new Fault('MIG005', { server: connection.server, code: String(code) });
  return frames;
}

interface Served {
  sites: VirtualHost[];
  modules: string[];
  webUser: string;
}

/** The virtual hosts of the web servers that run, of all when that cannot be told. */
function sitesOf(frames: readonly Frame[]): Served {
  const files = filesOf(frames);
  const processes = frameOf(frames, 'processes')?.body ?? '';
  const apache = parseApache(files);
  const nginx = parseNginx(files);
  const runs = {
    apache: /\b(apache2|httpd)\s*$/m.test(processes),
    nginx: /\bnginx\s*$/m.test(processes),
  };
  const all = [...apache.sites, ...nginx.sites];
  const isKnown = runs.apache || runs.nginx;
  const pool = hostPhps(files).find(({ sapi, user }) => sapi === 'fpm' && user !== undefined);
  const isApache = runs.apache || !runs.nginx;
  return {
    sites: all.filter(({ server }) => !isKnown || runs[server]),
    modules: apache.modules,
    webUser: isApache ? apache.user : (pool?.user ?? nginx.user),
  };
}

function requestOf({ sites, webUser }: Served) {
  const unique = (values: (string | undefined)[], limit: number) =>
    [...new Set(values)].filter((value) => value !== undefined).slice(0, limit);
  const shown = sites.filter(({ docroot }) => docroot !== undefined);
  return {
    docroots: unique(
      shown.map(({ docroot }) => docroot),
      most.docroots,
    ),
    webUser: /^[a-z_][a-z0-9_-]*$/.test(webUser) ? webUser : 'www-data',
    accessLogs: unique(
      sites.map(({ accessLog }) => accessLog),
      most.logs,
    ),
    certificates: unique(
      sites.map(({ certificate }) => certificate),
      most.certificates,
    ),
  };
}

function readOf(frames: Frame[], more: Frame[], host: Host, served: Served): Read {
  const files = filesOf(frames);
  const of = (kind: string) => more.filter((frame) => frame.kind === kind);
  const closed = [...frames, ...more].flatMap(({ kind, about }) =>
    kind === 'closed' ? [about] : [],
  );
  const databases = databasesOf(frames);
  const jobs = jobsOf(files);
  return {
    host,
    sites: served.sites,
    modules: served.modules,
    roots: uniqueRoots(more),
    phps: hostPhps(files),
    databases,
    installed: installedDatabases(frames),
    jobs,
    deeds: new Map(jobs.map((job) => [job, deedOf(job, files)])),
    packaged: new Set(linesOf(frameOf(frames, 'packaged') ?? { body: '' })),
    traffic: new Map(
      of('log').flatMap(({ about, body }) => {
        const traffic = trafficOf(body);
        return traffic === undefined ? [] : [[about, traffic] as const];
      }),
    ),
    certificates: of('certificate').flatMap(
      ({ about, body }) => certificateOf(about, body, host.now) ?? [],
    ),
    processes: frames.flatMap(({ kind, about, body }) => {
      const folder = body.trim();
      const program = about.split(' ')[1] ?? '';
      return kind === 'process' && folder !== '' ? [{ program, folder }] : [];
    }),
    unread: closed.filter((name) => !isAnswered(name, databases)),
  };
}

/** Two virtual hosts may show one folder by two names. */
function uniqueRoots(frames: Frame[]): Read['roots'] {
  const seen = new Set<string>();
  return documentRoots(frames).filter(({ real }) => {
    if (real === undefined || seen.has(real)) return false;
    seen.add(real);
    return true;
  });
}

/** A client whose last query failed says so although it told the rest. */
function isAnswered(name: string, databases: DatabaseServer[]): boolean {
  if (name === 'mysql') return databases.some(({ engine }) => engine !== 'postgres');
  return name === 'postgres' && databases.some(({ engine }) => engine === 'postgres');
}

function databasesOf(frames: readonly Frame[]): DatabaseServer[] {
  return frames.flatMap(({ kind, body }) => {
    if (kind === 'mysql') return mysqlServer(body) ?? [];
    return kind === 'postgres' ? (postgresServer(body) ?? []) : [];
  });
}

function findingsOf(read: Read, judged: Judged[]): Findings {
  const apps = judged.map(({ app }) => app);
  const given = new Set(apps.flatMap(({ jobs }) => jobs));
  const { phps, host } = read;
  return {
    host: { ...host, php: phps.map(({ version, sapi }) => ({ version, via: sapi })) },
    databases: read.databases,
    apps,
    otherSites: otherSitesOf(read, judged),
    otherJobs: read.jobs.filter((job) => !given.has(job) && !read.packaged.has(job.in)),
    certificates: read.certificates,
    remarks: hostRemarks(read),
    unread: [...new Set(read.unread)],
  };
}
