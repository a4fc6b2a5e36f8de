/**
 * What a backup is. One *set* an app: its database, then its files, then everything needed to
 * run it again, at one instant. In the repository a set is up to three restic snapshots that
 * carry its tag; the manifest's is written last, and without it there is no set.
 */
import type { AppId } from '../inventory/model.js';
import type { KeptService } from './trial/kept-service.js';

/** `<UTC time>-<4 hex digits>`, e.g. `20261122-020003-9f3a`; sorts by time. */
export type SetId = string;

export type Part = 'database' | 'files' | 'manifest';

/** Everything about a set that can be told without its data; `manifest.json` in its snapshot. */
export interface Manifest {
  formatVersion: 1;
  set: SetId;
  site: string;
  app: AppId;
  engineName: string;
  /** Server the app ran on. */
  server: string;
  /** RFC 3339, UTC: when the database was dumped, which is the instant the set stands for. */
  at: string;
  /** RFC 3339, UTC. */
  finishedAt: string;
  /** Why it was made: by its timer, by a person, or before something dangerous. */
  reason: 'schedule' | 'manual' | 'safety';
  /** Commit of the inventory that was applied last, when it was in Git. */
  inventoryCommit?: string;
  /** The services as they ran, the database first; enough to run the app again. */
  services: KeptService[];
  database?: DatabasePart;
  files?: FilesPart;
  /** Engine's ID → where the image of a service is in the repository. */
  images?: Record<string, ImagePart>;
  /** Names of the values in `secrets.env` of the manifest's snapshot. */
  secrets: string[];
  /** Program → version: induk, restic, mariadb-dump or pg_dump, the database server. */
  tools: Record<string, string>;
  alarms: Alarm[];
}

export interface DatabasePart {
  kind: 'mariadb' | 'postgres';
  /** Version of the server, as it says itself. */
  version: string;
  name: string;
  user: string;
  /** restic snapshot ID. */
  snapshot: string;
  /** Which way of taking digests it was; absent: 0. Those of two ways cannot be compared. */
  digests?: number;
  /** Bytes of the dump. */
  bytes: number;
  /** How the dump was kept consistent. */
  locking: 'transaction' | 'tables';
  /** Table or view → SHA-256 of what the dump says about it, rows included. */
  tables: Record<string, TableDigest>;
  /** Routines, events, triggers, sequences, types… kind → SHA-256 over all of them. */
  objects: Record<string, { count: number; digest: string }>;
  /** Where the dump is in the server's log, and when (RFC 3339); absent: it keeps none. */
  log?: { stream: string; file: number; offset: number; at: string };
}

export interface TableDigest {
  engine?: string;
  /** -1 where rows are not counted, as in views. */
  rows: number;
  digest: string;
}

/** An image as the engine saves it; many sets share one snapshot of it. */
export interface ImagePart {
  snapshot: string;
  /** Bytes of the archive. */
  bytes: number;
}

export interface FilesPart {
  snapshot: string;
  volumes: Record<string, { files: number; bytes: number; digest: string }>;
  /** Files whose size or time changed while they were read; they are backed up, not compared. */
  moving: string[];
}

/** One line of `files.ndjson` in the manifest's snapshot, in order of `volume` and `path`. */
export interface FileEntry {
  volume: string;
  /** Relative to the volume, bytes that are no UTF-8 as `\xHH`. */
  path: string;
  kind: 'file' | 'folder' | 'link' | 'other';
  /** Permission bits. */
  mode: number;
  uid: number;
  gid: number;
  /** Bytes; files only. */
  size?: number;
  /** Nanoseconds since 1970, as a decimal string. */
  mtime?: string;
  /** SHA-256 of a file's content, target of a link. */
  content?: string;
}

/** Something a person should look at though the set is complete. */
export interface Alarm {
  /** BAK code, worded in the prose catalogue. */
  code: string;
  args: Record<string, string | number>;
}

/** How a repository is reached and opened; secret, handed over on standard input or in a volume. */
export interface RepositoryAccess {
  /** restic's own notation, e.g. `rest:https://vault:8300/dishub-parkir/`, `/vault/dishub-parkir`. */
  url: string;
  /** Opens the repository: the app's key, or the vault's. */
  password: string;
  /** Account at a rest-server. */
  user?: string;
  login?: string;
  /** PEM of the certificate a rest-server must show. */
  certificate?: string;
  /** Environment that other backends need, e.g. AWS_ACCESS_KEY_ID. */
  env?: Record<string, string>;
  /** How ssh is let in where files go over SFTP, and the only host keys it believes. */
  ssh?: { key: string; knownHosts: string };
}

/** What the worker on an app's server needs to know to back it up. No secret but the access. */
export interface BackupJob {
  formatVersion: 1;
  site: string;
  app: AppId;
  engineName: string;
  server: string;
  access: RepositoryAccess;
  /** Volume keys, mounted read-only at `/volumes/<key>`. */
  volumes: string[];
  database?: { kind: 'mariadb' | 'postgres'; name: string; user: string; service: string };
  /** Whether a worker follows the log of the database; only with one. */
  pointInTime?: true;
  /** Values the app's services are given as secrets. */
  secrets: Record<string, string>;
  inventoryCommit?: string;
  /** KiB per second to the vault; absent: no limit. */
  limitUpload?: number;
  /** Whether the images of the services are saved, too. */
  images?: boolean;
  notify?: Notify;
}

/** What the worker needs that restores an app's sets in drills, on whatever server. */
export type DrillJob = Pick<
  BackupJob,
  'formatVersion' | 'site' | 'app' | 'engineName' | 'server' | 'access' | 'notify'
>;

export interface Notify {
  webhook?: string;
  mail?: string;
  command?: string[];
}

/** What a run or a drill leaves on the server for `induk backups`, metrics and alarms. */
export interface RunRecord {
  formatVersion: 1;
  app: AppId;
  /** `log` is a look at the log of the database. */
  kind: 'create' | 'drill' | 'log';
  /** Where it ran; absent in records of older versions. */
  server?: string;
  /** RFC 3339, UTC. */
  startedAt: string;
  finishedAt: string;
  ok: boolean;
  /** Set made or drilled. */
  set?: SetId;
  /** Bytes in the set: dump and files. */
  bytes?: number;
  /** Bytes that this run added to the repository. */
  added?: number;
  /** Fault's code and arguments when not ok. */
  failure?: { code: string; args: Record<string, string | number> };
  alarms: Alarm[];
}
