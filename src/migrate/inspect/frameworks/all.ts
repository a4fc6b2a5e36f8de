/** Every framework that is known, the more particular before the more general. */
import { codeigniter, codeigniter4 } from './codeigniter.js';
import { drupal } from './drupal.js';
import type { AppFolder, FoundFramework, Framework } from './framework.js';
import { joomla } from './joomla.js';
import { laravel } from './laravel.js';
import { mediawiki } from './mediawiki.js';
import { wordpress } from './wordpress.js';
import { yii } from './yii.js';

const known: Framework[] = [
  wordpress,
  laravel,
  codeigniter4,
  codeigniter,
  yii,
  joomla,
  drupal,
  mediawiki,
];

/** The first framework whose files these are. */
export function recognise(folder: AppFolder): FoundFramework | undefined {
  for (const framework of known) {
    const found = framework(folder);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Files that lie at a fixed place in an app: what remains of their path is the app's folder. */
const places = [
  'wp-config.php',
  'artisan',
  'spark',
  'yii',
  'application/config/config.php',
  'application/config/database.php',
  'protected/config/main.php',
  'LocalSettings.php',
  'configuration.php',
  'core/lib/Drupal.php',
  'includes/bootstrap.inc',
];

/** Folders that may be an app's, from the paths of the files seen below a document root. */
export function candidates(paths: readonly string[]): string[] {
  const found = paths.flatMap((path) =>
    places.flatMap((place) =>
      path.endsWith(`/${place}`) ? [path.slice(0, -place.length - 1)] : [],
    ),
  );
  return [...new Set(found)].sort();
}
