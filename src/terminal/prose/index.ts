/** Turns a code and its arguments into words. */
import type { Phrase } from './catalogue.js';
import { backup as enBackup } from './en/backup.js';
import { cli as enCli } from './en/cli.js';
import { cluster as enCluster } from './en/cluster.js';
import { inventory as enInventory } from './en/inventory.js';
import { migrate as enMigrate } from './en/migrate.js';
import { migration as enMigration } from './en/migration.js';
import { moving as enMoving } from './en/moving.js';
import { scaffold as enScaffold } from './en/scaffold.js';
import { secrets as enSecrets } from './en/secrets.js';
import { server as enServer } from './en/server.js';
import { backup as idBackup } from './id/backup.js';
import { cli as idCli } from './id/cli.js';
import { cluster as idCluster } from './id/cluster.js';
import { inventory as idInventory } from './id/inventory.js';
import { migrate as idMigrate } from './id/migrate.js';
import { migration as idMigration } from './id/migration.js';
import { moving as idMoving } from './id/moving.js';
import { scaffold as idScaffold } from './id/scaffold.js';
import { secrets as idSecrets } from './id/secrets.js';
import { server as idServer } from './id/server.js';

export type Language = 'en' | 'id';

/** What stands before a next step. */
export const nextWord = { en: 'Next:', id: 'Selanjutnya:' } as const;

export type Args = Record<string, string | number>;

/** Catalogues by language and area; the test of completeness walks them. */
export const areas = {
  en: {
    inventory: enInventory,
    server: enServer,
    cluster: enCluster,
    backup: enBackup,
    moving: enMoving,
    migrate: enMigrate,
    migration: enMigration,
    secrets: enSecrets,
    scaffold: enScaffold,
    cli: enCli,
  },
  id: {
    inventory: idInventory,
    server: idServer,
    cluster: idCluster,
    backup: idBackup,
    moving: idMoving,
    migrate: idMigrate,
    migration: idMigration,
    secrets: idSecrets,
    scaffold: idScaffold,
    cli: idCli,
  },
} as const;

/**
 * The words for `code` in `lang`, English when the language lacks it.
 * An unknown code gives the code itself with its arguments, so that nothing is lost.
 */
export function phrase(code: string, args: Args = {}, lang: Language = 'en'): Phrase {
  const found = lookUp(code, lang) ?? lookUp(code, 'en');
  if (found === undefined) return { text: [code, ...describe(args)].join(' ') };
  return {
    text: fill(found.text, args),
    ...(found.next === undefined ? {} : { next: fill(found.next, args) }),
  };
}

function lookUp(code: string, lang: Language): Phrase | undefined {
  for (const catalogue of Object.values(areas[lang])) {
    if (Object.hasOwn(catalogue, code)) return catalogue[code];
  }
  return undefined;
}

function fill(template: string, args: Args): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(args, name) ? String(args[name]) : whole,
  );
}

function describe(args: Args): string[] {
  return Object.entries(args).map(([name, value]) => `${name}=${value}`);
}
