/**
 * The resolved inventory: what the YAML files say, with every default filled in.
 * Plain data, safe to hash; the order of arrays is the order of the files.
 */

/** `<opd>/<app>`, the identity of an application. */
export type AppId = string;

export interface Inventory {
  site: Site;
  /** The members of the Swarm. */
  servers: SwarmServer[];
  /** Machines that only keep backups: never members of the Swarm, never with apps. */
  vaults: Server[];
  agencies: Agency[];
  apps: App[];
}

export interface Site {
  name: string;
  title: string;
  domain: string;
  /** IANA zone that cron jobs and containers run in, e.g. `Asia/Jakarta`. */
  timezone: string;
  /** age recipients (`age1…`) who can read the secrets. */
  team: string[];
  proxy: Proxy;
  /** Absent: nothing is backed up. */
  backup?: SiteBackup;
  /** Server of apps that name none. */
  defaultServer?: string;
}

/** How a site is backed up, where an app says nothing else. */
export interface SiteBackup {
  vault: Vault;
  /** Public half of the key in the safe, which reads every set and every secrets file. */
  recipient?: string;
  /** Start of the night's window, `HH:MM` in the site's time zone. */
  schedule: string;
  /** Seconds over which the runs are spread. */
  window: number;
  keep: Keep;
  drill: DrillPeriod;
  /** Whether the databases' logs of changes are saved, too. */
  pointInTime: boolean;
  /** Bytes per second and run; absent: no limit. */
  limitUpload?: number;
  /** Runs at once on a server. */
  concurrency: number;
  notify?: Notify;
}

/** Where the sets are kept. */
export type Vault =
  /** `server` is the name of one of `Inventory.vaults`. */
  | { kind: 'server'; server: string; port: number }
  /** restic's own notation: `rest:https://…`, `sftp:…`, `s3:…`; without account or password. */
  | { kind: 'url'; url: string }
  /** A folder on each app's own server. */
  | { kind: 'path'; path: string };

/** Which sets stay: all of the last hours, then one a day, week and month. */
export interface Keep {
  /** Hours. */
  all: number;
  /** Days. */
  daily: number;
  /** Weeks. */
  weekly: number;
  /** Months. */
  monthly: number;
}

export type DrillPeriod = 'daily' | 'weekly' | 'monthly';

/** Who hears of a run or a drill that failed or was missed; at least one of them. */
export interface Notify {
  webhook?: string;
  mail?: string;
  /** Exec form; the program has an absolute path. */
  command?: string[];
}

export interface Proxy {
  tls: 'internal' | 'acme' | 'files';
  /** Contact address given to the certificate authority (acme). */
  email?: string;
  /** Published ports on each server. */
  http: number;
  https: number;
  /** Largest request body, in bytes. */
  maxBody: number;
}

export interface Server {
  name: string;
  /** Host name or address, or `local` for this machine's own engine. */
  address: string;
  port: number;
  user: string;
  /** Path of a private key; absent: the SSH agent, then the usual files in ~/.ssh. */
  key?: string;
  /** Pinned host key, `SHA256:<base64>`; absent: known_hosts decides. */
  hostKey?: string;
  /** Name of another server used as jump host. */
  via?: string;
  role: 'manager' | 'worker' | 'vault';
  /** Address other servers reach it at, when different from `address`. */
  privateAddress?: string;
  cpu?: number;
  /** Bytes. */
  memory?: number;
  /** Bytes. */
  disk?: number;
}

/** A server that runs apps. */
export interface SwarmServer extends Server {
  role: 'manager' | 'worker';
}

export interface Agency {
  opd: string;
  name: string;
  type: string;
}

export interface App {
  id: AppId;
  opd: string;
  name: string;
  /** `<opd>-<name>`, unique on the engine. */
  engineName: string;
  title: string;
  function?: string;
  kind: 'local' | 'shared';
  server: string;
  domains: string[];
  runtime: Runtime;
  /** Directory relative to the inventory's root; absent for `image:` runtimes. */
  source?: string;
  database?: Database;
  /** Volume key → absolute path in the container. */
  storage: Record<string, string>;
  env: Record<string, string>;
  /** Names of values that must exist in the app's secrets file. */
  secrets: string[];
  cron: CronJob[];
  /** Shell command run once before a new version gets traffic. */
  release?: string;
  health: Health;
  size: Size;
  replicas: number;
  maintenance?: { message: string };
  spbe?: Spbe;
  /** Where it lives today; of what runs, only the proxies look at it: they believe its address. */
  legacy?: Legacy;
  /** Absent when it is turned off, or when the site has none. */
  backup?: AppBackup;
  /** Why it is not backed up, in the words of whoever turned it off. */
  backupOff?: string;
}

/** How an app is backed up: the site's policy with what the app says itself. */
export interface AppBackup {
  /** `HH:MM` in the site's time zone: start of the window its run is somewhere in. */
  schedule: string;
  /** Seconds; 0 when the app names a time of its own, which is then exact. */
  window: number;
  keep: Keep;
  drill: DrillPeriod;
  /** Whether its database can be brought back to any second; never without a database. */
  pointInTime: boolean;
  /** Keys of `storage` that are backed up, in its order. */
  volumes: string[];
}

/** What the architecture map of SPBE (Perpres 95/2018) asks about an application. */
export interface Spbe {
  owner?: string;
  developer?: string;
  operator?: string;
  data?: string[];
  security?: 'low' | 'medium' | 'high';
  personalData?: boolean;
  retention?: string;
  /** Why it exists beside an app that does the same, or instead of a shared one. */
  justification?: string;
  /** Number of the ministry's consideration of that. */
  consideration?: string;
}

/** An app's old host, and what moving it needs to know. */
export interface Legacy {
  address: string;
  port: number;
  user: string;
  key?: string;
  hostKey?: string;
  webServer?: 'apache' | 'nginx';
  domains: string[];
  /** Folder of the whole app there. */
  path?: string;
  docroot?: string;
  accessLog?: string;
  database?: LegacyDatabase;
  /** Compared before the switch; absent: nobody said which, empty: none are. */
  pages?: string[];
  /** Tried on the new side before it. */
  write?: LegacyWrite;
  cron: LegacyJob[];
}

export interface LegacyWrite {
  path: string;
  method: 'POST' | 'PUT';
  body?: string;
  type?: string;
  expect: number;
}

export interface LegacyDatabase {
  engine: 'mariadb' | 'mysql' | 'postgres';
  /** Full version, `10.11.6`. */
  version?: string;
  name?: string;
  user?: string;
  host?: string;
  port?: number;
}

/** A scheduled job as it is written on the old host. */
export interface LegacyJob {
  /** File or script of cron, `crontab of USER`, or systemd timer. */
  in: string;
  user?: string;
  at?: string;
  run: string;
}

export type Runtime =
  | {
      kind: 'php';
      version: string;
      from?: string;
      extensions: string[];
      packages: string[];
      docroot: string;
      ini: Record<string, string>;
      build?: string;
    }
  | {
      kind: 'node';
      version: string;
      packages: string[];
      /** Exec form; empty: the image's own command, which reads package.json. */
      start: string[];
      build?: string;
    }
  | { kind: 'static'; docroot: string; packages: string[]; build?: string }
  | { kind: 'image'; image: string; port: number; command?: string[]; user?: string };

export interface Database {
  kind: 'mariadb' | 'postgres';
  version: string;
  /** Database and account name. */
  name: string;
  user: string;
  size: Size;
}

export interface CronJob {
  name: string;
  /** Five-field crontab(5) expression. */
  at: string;
  run: string;
}

export interface Health {
  /** HTTP path; absent: no HTTP check. */
  path?: string;
  /** Expected HTTP status. */
  expect: number;
  /** Exec-form command for `image:` runtimes. */
  command?: string[];
  /** Seconds. */
  interval: number;
  timeout: number;
  /** Seconds in which failures do not count while the app starts. */
  grace: number;
  retries: number;
}

export interface Size {
  /** Cores. */
  cpu: number;
  /** Bytes. */
  memory: number;
  /** Bytes; used for capacity, not enforced. */
  disk: number;
}
