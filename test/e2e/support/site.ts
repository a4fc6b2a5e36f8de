/** An inventory on disk for servers of the lab, with its operator's home beside it. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { LabServer } from '../../lab/servers.js';
import { induk, type Run, type RunOptions, type StartedRun, start } from './induk.js';

export type SiteRun = Omit<RunOptions, 'inventory'>;

export interface Site {
  /** Folder of site.yaml; its parent is the workspace. */
  root: string;
  domain: string;
  /** Runs induk on this inventory. */
  induk: (args: string[], options?: SiteRun) => Promise<Run>;
  start: (args: string[], options?: SiteRun) => StartedRun;
  /** Writes a file below the inventory, with the folders it needs. */
  write: (path: string, text: string) => void;
  read: (path: string) => string;
  /** Replaces a part of a file; the part must be there. */
  alter: (path: string, part: string | RegExp, by: string) => void;
  /** Writes `apps/<name>/<file>` for each file. */
  source: (name: string, files: Record<string, string>) => void;
  /** Deletes everything of it on this machine. */
  remove: () => void;
}

export interface SiteOptions {
  name?: string;
  domain?: string;
  /** Account of the inventory; default `induk`, which `servers setup --as admin` creates. */
  user?: string;
  /** More lines for site.yaml. */
  more?: string;
}

/**
 * Writes site.yaml for the servers: the first is the manager's, host keys are pinned.
 * Agencies are for the caller to write: `site.write('opd/dishub.yaml', …)`.
 */
export function makeSite(servers: readonly LabServer[], options: SiteOptions = {}): Site {
  const { name = 'kota-uji', domain = 'uji.test' } = options;
  const folder = mkdtempSync(join(tmpdir(), 'induk-e2e-'));
  const site = openSite(join(folder, 'inventory'), domain);
  site.write('site.yaml', siteYaml(servers, { ...options, name, domain }));
  return site;
}

/** A site whose files are there already, or are written by the caller. */
export function openSite(root: string, domain = 'uji.test'): Site {
  const at = (path: string) => join(root, path);
  const write: Site['write'] = (path, text) => {
    mkdirSync(dirname(at(path)), { recursive: true });
    writeFileSync(at(path), text);
  };
  const read: Site['read'] = (path) => readFileSync(at(path), 'utf8');
  return {
    root,
    domain,
    induk: (args, run) => induk(args, { inventory: root, ...run }),
    start: (args, run) => start(args, { inventory: root, ...run }),
    write,
    read,
    alter: (path, part, by) => {
      const before = read(path);
      const after = before.replace(part, () => by);
      if (after === before) throw new Error(`${path} does not contain ${part}:\n${before}`);
      write(path, after);
    },
    source: (name, files) => {
      for (const [file, text] of Object.entries(files)) write(`apps/${name}/${file}`, text);
    },
    remove: () => rmSync(dirname(root), { recursive: true, force: true }),
  };
}

/** The text of site.yaml, e.g. to write it anew with another server. */
export function siteYaml(servers: readonly LabServer[], options: SiteOptions): string {
  const { name, domain, user = 'induk', more = '' } = options;
  const lines = servers.flatMap((server, index) => [
    `  ${server.name}:`,
    `    address: ${server.address}`,
    `    port: ${server.port}`,
    `    user: ${user}`,
    `    key: ${server.keyFile}`,
    `    hostKey: "${server.hostKey}"`,
    `    role: ${index === 0 ? 'manager' : 'worker'}`,
  ]);
  return [
    `site: ${name}`,
    `title: Kota Uji`,
    `domain: ${domain}`,
    'timezone: Asia/Jakarta',
    'team: []',
    'servers:',
    ...lines,
    'proxy:',
    '  tls: internal',
    more,
  ].join('\n');
}
