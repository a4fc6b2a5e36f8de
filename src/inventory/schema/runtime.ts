import { z } from 'zod';
import * as patterns from '../patterns.js';
import { versions } from '../versions.js';
import { mapping, named } from './mapping.js';
import {
  anywhere,
  command,
  debianPackage,
  imageReference,
  inside,
  phpExtension,
  port,
  shell,
} from './scalars.js';

const packages = z
  .array(debianPackage())
  .optional()
  .meta({ description: 'Debian packages to install besides.', examples: [['ghostscript']] });

const build = shell()
  .optional()
  .meta({
    description: 'Shell command run in the app’s folder while its image is built.',
    examples: ['composer install --no-dev'],
  });

const iniValue = z.union([
  z.string().regex(patterns.oneLine, { error: 'INV022' }),
  z.number(),
  z.boolean(),
]);

export const phpRuntime = mapping({
  php: z.string().meta({
    description: `PHP version, in quotes: ${versions.php.join(', ')}; another with \`from\`.`,
    examples: ['8.4'],
  }),
  from: imageReference()
    .optional()
    .meta({
      description: 'Base image for a PHP that Debian no longer has; must come with Apache.',
      examples: ['php:5.6-apache'],
    }),
  extensions: z
    .array(phpExtension())
    .optional()
    .meta({
      description: 'PHP extensions, by the name in Debian’s `php-<name>`.',
      examples: [['mysql', 'gd']],
    }),
  packages,
  docroot: anywhere()
    .optional()
    .meta({
      description: 'Folder the web server shows, relative to the source; default: the source.',
      examples: ['public'],
    }),
  ini: named('INV045', patterns.iniKey, iniValue)
    .optional()
    .meta({ description: 'Settings of php.ini.', examples: [{ upload_max_filesize: '64M' }] }),
  build,
});

export const nodeRuntime = mapping({
  node: z.string().meta({
    description: `Node.js version, in quotes: ${versions.node.join(', ')}.`,
    enum: versions.node,
    examples: ['20'],
  }),
  start: command()
    .optional()
    .meta({
      description:
        'Command that starts the app on $PORT; default: the start script or main of package.json.',
      examples: ['node server.js'],
    }),
  packages,
  build,
});

export const staticRuntime = mapping({
  static: z.union([z.literal(true), inside()]).meta({
    description: 'Folder of files to serve, relative to the source; true: the source itself.',
    examples: [true, 'public'],
  }),
  packages,
  build,
});

export const imageRuntime = mapping({
  image: imageReference().meta({
    description: 'A ready image, used as it is.',
    examples: ['ghcr.io/kota-contoh/arsip:2.1'],
  }),
  port: port().meta({ description: 'TCP port it listens on.', examples: [8080] }),
  command: command()
    .optional()
    .meta({ description: 'Replaces the image’s command.', examples: [['serve', '--quiet']] }),
  user: z
    .string()
    .regex(patterns.containerUser, { error: 'INV046' })
    .optional()
    .meta({ description: 'User it runs as, instead of the image’s.', examples: ['1000'] }),
});

/** Key that tells the kind, by branch of the union. */
export const runtimeKinds = ['php', 'node', 'static', 'image'] as const;

export const runtime = z.union([phpRuntime, nodeRuntime, staticRuntime, imageRuntime]);
