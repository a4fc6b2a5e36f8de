import { Fault } from '../fault.js';
import type { Manifest } from './model.js';

/** Files in a manifest's snapshot. */
export const manifestFiles = {
  manifest: 'manifest.json',
  files: 'files.ndjson',
  secrets: 'secrets.env',
  accounts: 'accounts.sql',
} as const;

/** Name of the dump in its snapshot. */
export const dumpFile = { mariadb: 'database.sql', postgres: 'database.pgdump' } as const;

/** Written so that the same set gives the same bytes. */
export function formatManifest(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 1)}\n`;
}

/** @throws Fault BAK024 when that is no manifest this induk understands */
export function readManifest(text: string): Manifest {
  let read: Manifest | undefined;
  try {
    read = JSON.parse(text) as Manifest;
  } catch {
    // Told below.
  }
  if (read?.formatVersion !== 1 || typeof read.set !== 'string') {
    throw new Fault('BAK024', { version: String(read?.formatVersion ?? '?') });
  }
  return read;
}
