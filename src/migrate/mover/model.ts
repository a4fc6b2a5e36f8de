/** What a mover is told: one app's way from its old host to the server this container runs on. */
import type { AppId } from '../../inventory/model.js';
import type { CertificateFiles } from '../inspect/model.js';

/** How the old host is reached, with the key that was made for this migration alone. */
export interface OldAddress {
  address: string;
  port: number;
  user: string;
  /** Fingerprint of its host key, `SHA256:…`. */
  hostKey: string;
}

/** A folder of the old host that becomes a volume. */
export interface MovedFolder {
  /** Key of the app's storage, mounted at `/volumes/<key>`. */
  volume: string;
  /** Absolute, on the old host. */
  path: string;
  /** Paths below it that stay where they are, relative; reported, never silent. */
  exclude?: string[];
}

/** Who the database of the old host is asked as. */
export type OldAccess =
  /** The server's administrator, by its socket: the SSH user is root or may `sudo`. */
  | { via: 'root' }
  | { via: 'account'; user: string; password: string; host?: string; port?: number };

export interface MovedDatabase {
  kind: 'mariadb' | 'postgres';
  /** The same on both sides. */
  name: string;
  /** The app's account. */
  user: string;
  /** Swarm service or container of the new database. */
  service: string;
  old: OldAccess;
}

/** Files of the old host; the key's text is in no job. */
export interface MovedCertificate extends CertificateFiles {
  /** Names the app answers at on the new server. */
  names: string[];
  /** Also one that nobody vouches for: there is no other until DNS leads here. */
  anyway: boolean;
}

/** `/job/job.json`, or a mover's standard input. Holds secrets. */
export interface MoverJob {
  formatVersion: 1;
  app: AppId;
  engineName: string;
  old: OldAddress;
  /** Whether commands on the old host may run through `sudo -n`. */
  sudo: boolean;
  folders: MovedFolder[];
  /** KiB of files per second from the old host, not to it; absent: no limit. */
  bandwidth?: number;
  database?: MovedDatabase;
  certificate?: MovedCertificate;
}
