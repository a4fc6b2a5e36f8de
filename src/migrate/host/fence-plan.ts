/** What the agent of an app will swap and lock. */
import { createHash } from 'node:crypto';
import { Fault } from '../../fault.js';
import type { Mentioned } from '../inspect/judge-jobs.js';
import { isScript } from '../inspect/run-parts.js';
import type { Shell } from './agent.js';
import { authoritiesFile } from './agent-script.js';
import { workplaces } from './agent-work.js';
import { replaceApacheHosts } from './apache.js';
import { heldScript, holdJobs, isPlace } from './crontab.js';
import { type FenceFacts, readFenceFacts } from './fence-facts.js';
import { replaceNginxServers } from './nginx.js';
import type { Answering, AppHosts, Replaced, WebAnswer, WebServer } from './web-config.js';

export interface FencePlan {
  /** Variables of the agent. */
  conf: Record<string, string>;
  swaps: Swap[];
  /** PEM: of these authorities one must vouch for the new server before visitors are sent there. */
  authorities: string;
}

/** A file and what it says while the app is held, and once it is elsewhere; latin1. */
export interface Swap {
  path: string;
  /** SHA-256 of the original. */
  sum: string;
  kind: 'web' | 'cron';
  held: string;
  /** Absent: as when it is held. */
  forward?: string;
}

/** What is to be held on the old host, from the inventory and from inspecting it. */
export interface HeldApp {
  engineName: string;
  web?: {
    server: WebServer;
    names: string[];
    /** Document roots that show this app alone: held under whatever name. */
    docroots?: string[];
  };
  database?: {
    kind: 'mariadb' | 'postgres';
    name: string;
    /** Names by which the app logs in to it: closed whatever rights they have. */
    users: string[];
    /** No other app writes to that database server. */
    alone: boolean;
  };
  /** Jobs by what the inventory says of them: `/etc/cron.d/parkir`, `crontab of www-data`, a script. */
  cron: { in: string; run: string }[];
  /** Folders of the app there: whoever works in one works for it. */
  folders?: string[];
  /** By what other jobs there tell that they are the app's; absent: nobody looks for them. */
  mentioned?: Mentioned;
  /** `https://10.20.0.11:443`: the new server's proxy. */
  to: string;
  /** PEM: the authority of its certificates where that is not one that everybody knows. */
  authority?: string;
  /** Seconds after which visitors should try again. */
  retryAfter: number;
}

/**
 * Reads the old host's configuration and decides what becomes of it.
 * @param known PEM of the authorities that everybody knows
 * @throws Fault MIG238 when no virtual host has the app's names, MIG239 for a job that is not there
 */
export async function planFence(shell: Shell, app: HeldApp, known = ''): Promise<FencePlan> {
  const facts = await readFenceFacts(shell, app);
  const held = app.web === undefined ? nothingHeld : webSwaps(app, app.web, facts);
  if (app.web !== undefined && !held.isNamed) {
    throw new Fault('MIG238', { server: shell.server, names: app.web.names.join(', ') });
  }
  const { swaps, timers } = cronOf(app, facts, shell.server);
  const { database } = app;
  return {
    swaps: [...held.swaps, ...swaps],
    authorities: [known, app.authority ?? ''].filter((text) => text !== '').join('\n'),
    conf: {
      ENGINE: app.engineName,
      WEB: app.web?.server ?? 'none',
      ANSWERING: [...new Set(held.answering.map(lineOf))].join('\n'),
      APACHECTL: facts.apachectl,
      TIMERS: timers.join(' '),
      ...workplaces([...new Set([...(app.folders ?? []), ...facts.folders])]),
      DATABASE: database?.kind ?? 'none',
      CLIENT: database === undefined ? '' : clients[database.kind],
      NAME: database === undefined ? '' : literal(database.name, database.kind),
      USERS: literals(database?.users ?? [], database?.kind ?? 'mariadb'),
      ALONE: database?.alone === true ? '1' : '0',
      DROP_IN:
        database?.kind === 'mariadb' && database.alone && facts.dropIns !== ''
          ? `${facts.dropIns}/zz-induk-${app.engineName}.cnf`
          : '',
    },
  };
}

/** Root by the socket, as Debian sets both up; the client is named differently by age. */
const clients = {
  mariadb: '$(command -v mariadb || command -v mysql) --batch --raw --skip-column-names',
  postgres:
    'cd / && runuser -u postgres -- psql --no-psqlrc --no-align --tuples-only --quiet --set=ON_ERROR_STOP=1 --dbname=postgres',
} as const;

function literal(text: string, kind: 'mariadb' | 'postgres'): string {
  const doubled = text.replaceAll("'", "''");
  return `'${kind === 'mariadb' ? doubled.replaceAll('\\', '\\\\') : doubled}'`;
}

/** A list of SQL, which must not be empty. */
const literals = (texts: readonly string[], kind: 'mariadb' | 'postgres'): string =>
  ['', ...texts].map((text) => literal(text, kind)).join(', ');

interface HeldHosts {
  swaps: Swap[];
  isNamed: boolean;
  /** Where the web server must say that the app is away. */
  answering: Answering[];
}

const nothingHeld: HeldHosts = { swaps: [], isNamed: false, answering: [] };

function webSwaps(app: HeldApp, web: NonNullable<HeldApp['web']>, facts: FenceFacts): HeldHosts {
  const files = facts.files.filter(({ path }) => !isCron(path));
  const hosts: AppHosts = { ...web, variables: variablesIn(files) };
  const replace = (text: string, answer: WebAnswer): Replaced =>
    web.server === 'apache'
      ? replaceApacheHosts(text, hosts, answer, facts.modules)
      : replaceNginxServers(text, hosts, answer);
  const forward: WebAnswer = {
    kind: 'forward',
    to: app.to,
    authorities: authoritiesFile(app.engineName),
    name: web.names.find((name) => !name.includes('*')) ?? '',
  };
  const made = files.flatMap(({ path, text }) => {
    const held = replace(text, { kind: 'held', seconds: app.retryAfter });
    return held.count === 0 ? [] : [{ path, text, held }];
  });
  return {
    swaps: made.map(({ path, text, held }) => {
      const versions = { held: held.text, forward: replace(text, forward).text };
      return { path, sum: sumOf(text), kind: 'web', ...versions };
    }),
    isNamed: made.some(({ held }) => held.isNamed),
    answering: made.flatMap(({ held }) => held.answering),
  };
}

/** `Define SITUS /var/www/situs`. */
function variablesIn(files: FenceFacts['files']): Map<string, string> {
  const defined = files.flatMap(({ text }) => [
    ...text.matchAll(/^[ \t]*Define[ \t]+(\w+)[ \t]+["']?([^"'\s]+)/gim),
  ]);
  return new Map(defined.map(([, name = '', value = '']) => [name, value]));
}

/** As the agent reads it. */
const lineOf = ({ address, port, tls, name }: Answering): string =>
  `${tls ? 'tls' : 'plain'} ${address || '-'} ${port} ${name}`;

function cronOf(
  { cron }: HeldApp,
  { files }: FenceFacts,
  server: string,
): { swaps: Swap[]; timers: string[] } {
  const places = new Map<string, string[]>();
  const timers: string[] = [];
  for (const job of cron) {
    if (job.in.endsWith('.timer')) timers.push(job.in.split('/').at(-1) as string);
    else places.set(job.in, [...(places.get(job.in) ?? []), job.run]);
  }
  const swaps = [...places].map(([place, runs]) => {
    const file = files.find(({ path }) => isPlace(path, place));
    const held = isScript(place)
      ? { text: heldScript, count: runs.length }
      : holdJobs(file?.text ?? '', runs);
    if (file === undefined || held.count < runs.length) {
      throw new Fault('MIG239', { server, place });
    }
    return { path: file.path, sum: sumOf(file.text), kind: 'cron' as const, held: held.text };
  });
  return { swaps, timers: timers.map((name) => name.replaceAll(/[^\w.@:-]/g, '')) };
}

const isCron = (path: string): boolean => /^\/(etc\/cron|var\/spool\/cron)/.test(path);

const sumOf = (text: string): string =>
  createHash('sha256').update(Buffer.from(text, 'latin1')).digest('hex');
