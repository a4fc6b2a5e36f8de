/** What was found on an old host: plain data for JSON, without any secret. */
import type { LegacyJob } from '../../inventory/model.js';

/** What a person should know or do; `terminal/prose` has the words. */
export interface Remark {
  code: string;
  severity: 'info' | 'warn' | 'block';
  args: Record<string, string | number>;
}

export interface Findings {
  host: Host;
  databases: DatabaseServer[];
  apps: FoundApp[];
  /** Virtual hosts that show no app: redirects, default pages, what could not be resolved. */
  otherSites: OtherSite[];
  /** Jobs that belong to no app found. */
  otherJobs: FoundJob[];
  certificates: Certificate[];
  /** About the host as a whole; those about an app are with it. */
  remarks: Remark[];
  /** What could not be read, and so is not in here: paths, or names of probes. */
  unread: string[];
}

export interface Host {
  address: string;
  name: string;
  system: string;
  /** Who logged in. */
  user: string;
  access: 'root' | 'sudo' | 'ordinary';
  /** Unix seconds on its clock. */
  now: number;
  timezone: string;
  cpus: number;
  /** Bytes. */
  memory: { total: number; available: number };
  disks: { mount: string; total: number; used: number }[];
  /** Resident bytes by program, largest first. */
  programs: { name: string; processes: number; memory: number }[];
  webServers: string[];
  php: { version: string; via: string }[];
  /** Mail programs, and the relay mail goes through. */
  mail: string[];
  relay?: string;
  /** Other machines it was connected to while it was read: `address:port` and how often. */
  outgoing: { to: string; count: number }[];
}

/** A server block of nginx or a virtual host of Apache. */
export interface VirtualHost {
  server: 'apache' | 'nginx';
  /** File it is written in. */
  file: string;
  names: string[];
  ports: number[];
  docroot?: string;
  /** URL it sends every visitor to. */
  redirect?: string;
  /** Address it hands requests to. */
  proxy?: string;
  accessLog?: string;
  certificate?: string;
  certificateKey?: string;
  certificateChain?: string;
  /** As the configuration says, `8.2`; absent: the host's default. */
  phpVersion?: string;
  ini: Record<string, string>;
  /** URL paths served from elsewhere. */
  aliases: { at: string; folder: string }[];
  /** Variables and macros whose value is not known. */
  unresolved: string[];
}

export interface OtherSite {
  names: string[];
  file: string;
  kind: 'redirect' | 'empty' | 'proxy' | 'missing' | 'unresolved';
  detail: string;
}

export interface FoundJob extends LegacyJob {
  /** Five fields; absent when cron's notation has no such time. */
  schedule?: string;
  /** `run` with a variable for each password that stands in it. */
  command?: string;
  /** Those variables, keys of the app's secrets; none when it cannot be written with them. */
  keys?: string[];
  /** Of a script: other apps that it is about, which would lose it with this one. */
  sharedWith?: string[];
}

export interface Certificate {
  file: string;
  names: string[];
  issuer: string;
  /** Days left on the host's clock, negative when it has ended. */
  days: number;
  selfSigned: boolean;
}

export interface CertificateFiles {
  file: string;
  key?: string;
  chain?: string;
}

export interface DatabaseServer {
  engine: 'mariadb' | 'mysql' | 'postgres';
  version: string;
  variables: Record<string, string>;
  databases: DatabaseFacts[];
  /** `user@host`. */
  accounts: string[];
  grants: { account: string; on: string; privileges: string }[];
}

export interface DatabaseFacts {
  name: string;
  /** Bytes of data and indexes. */
  bytes: number;
  tables: number;
  /** Engine → tables. */
  engines: Record<string, number>;
  /** Character set or collation → tables. */
  charsets: Record<string, number>;
  charset: string;
  owner?: string;
  views: string[];
  triggers: string[];
  routines: string[];
  events: string[];
  /** Accounts that views, triggers, routines and events run as. */
  definers: string[];
  extensions?: string[];
}

/** How an app's own configuration says it reaches a database; the password is kept apart. */
export interface DatabaseUse {
  engine: 'mariadb' | 'mysql' | 'postgres' | 'unknown';
  host: string;
  port?: number;
  name: string;
  user: string;
  /** File that says so. */
  file: string;
  /** Of the server, as far as it could be told. */
  version?: string;
}

export interface FoundApp {
  /** Its name in the inventory. */
  name: string;
  /** Folder that holds all of it. */
  path: string;
  docroot: string;
  /** The same two as the configuration names them, when links lead there. */
  alias?: { path: string; docroot: string };
  /** URL path it is at, `/` or `/simpeg/`. */
  at: string;
  domains: string[];
  webServer: 'apache' | 'nginx';
  accessLog?: string;
  /** Files of the certificate that visitors of it are shown; the key's text is never read here. */
  certificate?: CertificateFiles;
  framework: string;
  frameworkVersion?: string;
  php?: { version: string; extensions: string[]; unused: string[]; ini: Record<string, string> };
  databases: DatabaseUse[];
  /** What the database server says about the first of them. */
  database?: DatabaseFacts & { version: string };
  jobs: FoundJob[];
  /** Bytes. */
  bytes: number;
  /** Absent when other apps lie in the same document root. */
  files?: number;
  owner: string;
  /** Folders that the web server's account may write. */
  writable: string[];
  uploads: string[];
  /** Folders it needs that lie elsewhere, by a name for the volume of each. */
  outside?: Record<string, string>;
  secretFiles: string[];
  /** Hosts its code and configuration name. */
  reaches: string[];
  mail: string[];
  traffic?: Traffic;
  /** Names of what would be stored encrypted. */
  secrets: string[];
  remarks: Remark[];
}

export interface Traffic {
  requests: number;
  /** ISO 8601 of the first and last request read. */
  from: string;
  to: string;
  perDay: number;
  /** In the busiest minute. */
  peakPerMinute: number;
  /** GET requests answered with 200, most frequent first, queries left out. */
  top: { path: string; count: number }[];
  /** Requests that change something (POST, PUT, DELETE …). */
  writes: number;
}
