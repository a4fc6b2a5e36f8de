import { z } from 'zod';
import * as patterns from '../patterns.js';
import { isTimezone } from '../timezone.js';
import { backup } from './backup.js';
import { login } from './login.js';
import { mapping, named, text } from './mapping.js';
import { address, bytes, domain, email, line, name, port, recipient, size } from './scalars.js';

export const server = mapping({
  address: address().meta({
    description: 'Host name or address for SSH; `local`: this machine’s own Docker, without SSH.',
    examples: ['10.20.0.11'],
  }),
  ...login('induk', '~/.ssh/induk'),
  via: z
    .string()
    .optional()
    .meta({ description: 'Another server to jump through.', examples: ['pusat-1'] }),
  role: z
    .enum(['manager', 'worker', 'vault'])
    .optional()
    .meta({
      description:
        'Role in the Swarm; default: the first server manages, from three on the first three. A vault only keeps backups.',
      examples: ['manager'],
    }),
  privateAddress: address()
    .optional()
    .meta({
      description: 'Address the other servers reach it at, when it differs.',
      examples: ['192.168.10.11'],
    }),
  cpu: z
    .number()
    .min(0.1)
    .max(4096)
    .optional()
    .meta({ description: 'Cores it has.', examples: [16] }),
  memory: bytes()
    .optional()
    .meta({ description: 'Memory it has.', examples: ['64GiB'] }),
  disk: bytes()
    .optional()
    .meta({ description: 'Disk space it has.', examples: ['2TiB'] }),
});

export const proxy = mapping({
  tls: z
    .enum(['internal', 'acme', 'files'])
    .optional()
    .meta({
      description:
        'Certificates: internal (own authority, default), acme (Let’s Encrypt), files (your own).',
      examples: ['acme'],
    }),
  email: email()
    .optional()
    .meta({
      description: 'Contact address for the certificate authority.',
      examples: ['aptika@contoh.go.id'],
    }),
  http: port()
    .optional()
    .meta({ description: 'HTTP port; default 80.', examples: [80] }),
  https: port()
    .optional()
    .meta({ description: 'HTTPS port; default 443.', examples: [443] }),
  maxBody: bytes()
    .optional()
    .meta({ description: 'Largest upload; default 128MiB.', examples: ['128MiB'] }),
});

/** `site.yaml`: the site and its servers. */
export const site = mapping({
  site: name().meta({ description: 'Short name of the site.', examples: ['kota-contoh'] }),
  title: line()
    .optional()
    .meta({
      description: 'Its name for people; default: the short name.',
      examples: ['Pemerintah Kota Contoh'],
    }),
  domain: domain().meta({
    description: 'Domain that apps without `domains` get a name under.',
    examples: ['contoh.go.id'],
  }),
  timezone: text('INV037', isTimezone)
    .optional()
    .meta({
      description: 'Time zone of cron jobs and containers; default Asia/Jakarta.',
      examples: ['Asia/Makassar'],
    }),
  team: z
    .array(recipient())
    .optional()
    .meta({
      description: 'Public age keys of those who can read the secrets.',
      examples: [['age1zksq8ys0rhsdlwrre5646d4999u99jd4vt9an4hqu0agdh6tn3kqxh6c5y']],
    }),
  servers: named('INV023', patterns.name, server).meta({
    description: 'The machines, by short name.',
    examples: [{ 'pusat-1': { address: '10.20.0.11' } }],
  }),
  proxy: proxy
    .optional()
    .meta({ description: 'The web server in front of the apps.', examples: [{ tls: 'acme' }] }),
  backup: backup.optional().meta({
    description: 'How every app is backed up; without it none is.',
    examples: [{ vault: { server: 'brankas-1' }, schedule: '01:00', drill: 'weekly' }],
  }),
  defaults: mapping({
    server: z
      .string()
      .optional()
      .meta({ description: 'Server of apps that name none.', examples: ['pusat-1'] }),
    size: size()
      .optional()
      .meta({ description: 'Size of apps that name none.', examples: [{ memory: '256MiB' }] }),
  })
    .optional()
    .meta({
      description: 'Values for apps that say nothing.',
      examples: [{ server: 'pusat-1' }],
    }),
});

export type SiteInput = z.input<typeof site>;
export type ServerInput = z.input<typeof server>;
