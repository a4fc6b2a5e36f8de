/** How things are, as data that renderers may show. */
import type { AppId } from '../../inventory/model.js';

export type PartState =
  | 'running'
  | 'starting'
  | 'failing'
  | 'stopped'
  | 'unreachable'
  | 'not deployed';

/** One service of an app: web, database or cron. */
export interface PartStatus {
  state: PartState;
  running: number;
  wanted: number;
  /** RFC 3339: since when its newest container runs. */
  since?: string;
  /** Why it fails, in the engine's words and the container's last one. */
  error?: string;
  /** An update is under way; the old version still answers. */
  updating?: true;
}

/** How the last run of a scheduled job went. */
export interface JobStatus {
  name: string;
  startedAt?: string;
  finishedAt?: string;
  /** Absent: it has not run yet. */
  exitCode?: number;
  durationMs?: number;
  /** RFC 3339: a run left out because the one before had not ended. */
  skippedAt?: string;
}

export interface AppStatus extends PartStatus {
  app: AppId;
  /** False for one that the inventory does not name. */
  managed: boolean;
  server: string;
  /** 12 hex digits; absent when it is not deployed. */
  version?: string;
  url?: string;
  database?: PartStatus;
  cron?: PartStatus;
  jobs: JobStatus[];
  /** How well it is backed up; absent when the site has no backups, or nobody looked. */
  backup?: BackupStatus;
}

export interface BackupStatus {
  state:
    | ('failed' | 'never' | 'late' | 'behind' | 'overdue' | 'unproven')
    | ('off' | 'ok' | 'unread');
  /** RFC 3339: beginning of the run that made the last set. */
  last?: string;
  /** RFC 3339: when a set of it was last restored and checked. */
  proven?: string;
  /** Server on which that was. */
  provenOn?: string;
  /** RFC 3339: up to when any second of its database can be brought back. */
  through?: string;
}

export interface ServerStatus {
  server: string;
  state: 'ready' | 'down' | 'unknown' | 'not in the swarm';
}

export interface SiteStatus {
  site: string;
  /** RFC 3339, by the manager's clock. */
  time: string;
  servers: ServerStatus[];
  apps: AppStatus[];
  /** What could not be read, e.g. jobs on a server that does not answer. */
  unread: { server: string; reason: string }[];
}

/** Result of one check of the doctor. */
export interface Finding {
  check: string;
  /** What was looked at: a server, an app, a domain; empty for the whole. */
  subject: string;
  level: 'ok' | 'warn' | 'fail';
  /** Code of what is wrong; words and next step are in the catalogue. */
  code?: string;
  args?: Record<string, string | number>;
  /** A fact worth showing when all is well. */
  detail?: string;
}
