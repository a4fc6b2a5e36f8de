/** What composer's files say: packages, PHP versions and extensions. */
import type { AppFolder } from './framework.js';

export interface Composer {
  /** Package → version in the lock file, or the constraint. */
  packages: Map<string, string>;
  php?: string;
  extensions: string[];
}

export function composerOf({ files }: AppFolder): Composer {
  const packages = new Map<string, string>();
  const extensions = new Set<string>();
  const required = requirements(files.get('composer.json') ?? '');
  for (const [name, constraint] of Object.entries(required)) {
    if (name.startsWith('ext-')) extensions.add(name.slice(4));
    else packages.set(name, constraint);
  }
  // Of the lock file only these lines were read: it may be megabytes.
  const lock = files.get('composer.lock') ?? '';
  for (const [, name, version] of lock.matchAll(/"name": "([^"]+)",\s*"version": "v?([^"]+)"/g)) {
    packages.set(name as string, version as string);
  }
  for (const [, name] of (files.get('composer.lock#php') ?? '').matchAll(/"ext-([a-z0-9_]+)"/g)) {
    extensions.add(name as string);
  }
  const { php } = required;
  return { packages, extensions: [...extensions].sort(), ...(php === undefined ? {} : { php }) };
}

function requirements(text: string): Record<string, string> {
  try {
    const { require: required } = JSON.parse(text) as { require?: unknown };
    if (typeof required !== 'object' || required === null) return {};
    return Object.fromEntries(
      Object.entries(required).filter(([, value]) => typeof value === 'string'),
    );
  } catch {
    return {};
  }
}
