/** What each framework's reader is given and gives. */
import type { Secret } from '../../../secrets/secret.js';
import type { DatabaseUse } from '../model.js';

/** The files of one folder that were read: path below it → text. */
export interface AppFolder {
  path: string;
  files: ReadonlyMap<string, string>;
  /** Whether a file is there, be it read or only seen. */
  has: (file: string) => boolean;
}

export interface FoundDatabase extends DatabaseUse {
  /** Absent when the configuration does not say it in plain words. */
  password?: Secret;
}

export interface FoundFramework {
  name: string;
  version?: string;
  databases: FoundDatabase[];
  /** Folder shown to visitors, below the app's; `.` for the app's own. */
  docroot?: string;
  /** Folders below the app's that uploads go to. */
  uploads: string[];
  /** Folders it needs that do not lie below its own, by a name for the volume of each. */
  outside: Record<string, string>;
  /** Addresses the configuration fixes. */
  baseUrls: string[];
  /** Other passwords and keys in its configuration, by the name to store them under. */
  secrets: Map<string, Secret>;
  mail: string[];
  /** Hosts that the configuration names. */
  reaches: string[];
  /** What PHP versions it says it runs on, `^8.0.2`. */
  phpConstraint?: string;
  /** Extensions its packages ask for. */
  extensions: string[];
}

export type Framework = (folder: AppFolder) => FoundFramework | undefined;

/** A framework with nothing known of it yet. */
export function framework(name: string, rest: Partial<FoundFramework> = {}): FoundFramework {
  return {
    name,
    databases: [],
    uploads: [],
    outside: {},
    baseUrls: [],
    secrets: new Map(),
    mail: [],
    reaches: [],
    extensions: [],
    ...rest,
  };
}

/** `localhost:3307`, `localhost:/run/x.sock` and plain hosts. */
export function hostAndPort(text: string): { host: string; port?: number } {
  const match = /^(.*):(\d+)$/.exec(text);
  if (match?.[1]) return { host: match[1], port: Number(match[2]) };
  return { host: text.replace(/:\/.*$/, '') || 'localhost' };
}
