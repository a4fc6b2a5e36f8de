/** What watches over the backups of a server's apps: runs that were missed call nobody themselves. */
import type { AppId } from '../../inventory/model.js';
import type { Expected } from '../findings.js';
import type { Notify } from '../model.js';

/** What the watch of a server needs to know. No secret but what ways of telling may hold. */
export interface WatchJob {
  formatVersion: 1;
  site: string;
  server: string;
  notify: Notify;
  /** What of each app happens on this server. */
  apps: Expected[];
}

/** What a watch remembers of an app until the next. */
export interface Remembered {
  /** RFC 3339, UTC: since when it is watched. */
  since: string;
  /** Code → when people were told of it last. */
  told: Record<string, string>;
}

export type Memory = Record<AppId, Remembered>;
