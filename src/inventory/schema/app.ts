import { z } from 'zod';
import * as patterns from '../patterns.js';
import { appBackup } from './backup.js';
import { database } from './database.js';
import { legacy } from './legacy.js';
import { mapping, named } from './mapping.js';
import { runtime } from './runtime.js';
import {
  command,
  domain,
  duration,
  envKey,
  line,
  name,
  schedule,
  shell,
  size,
  source,
} from './scalars.js';

const cronJob = mapping({
  name: name()
    .optional()
    .meta({
      description: 'Name in logs and status; default: job-1, job-2, …',
      examples: ['tagihan'],
    }),
  at: schedule().meta({
    description: 'Minute, hour, day, month, weekday as in crontab(5), in the site’s time zone.',
    examples: ['*/5 * * * *'],
  }),
  run: shell()
    .regex(/^[^\r\n]*$/, { error: 'INV022' })
    .meta({ description: 'Shell command, one line.', examples: ['php spark tagihan'] }),
});

const health = mapping({
  path: z
    .string()
    .regex(patterns.httpPath, { error: 'INV044' })
    .optional()
    .meta({ description: 'Page to ask for.', examples: ['/login'] }),
  expect: z
    .int()
    .min(100)
    .max(599)
    .optional()
    .meta({ description: 'HTTP status of a healthy app; default 200.', examples: [200] }),
  command: command()
    .optional()
    .meta({
      description: 'For `image:` runtimes: command inside the container, 0 is healthy.',
      examples: [['wget', '-q', '-O', '/dev/null', 'http://127.0.0.1:8080/']],
    }),
  interval: duration()
    .optional()
    .meta({ description: 'Time between checks; default 5s.', examples: ['5s'] }),
  timeout: duration()
    .optional()
    .meta({ description: 'Time for one check; default 5s.', examples: ['5s'] }),
  grace: duration()
    .optional()
    .meta({ description: 'Time to start in, without penalty; default 60s.', examples: ['2m'] }),
  retries: z
    .int()
    .min(1)
    .max(100)
    .optional()
    .meta({ description: 'Failures in a row that make it unhealthy; default 3.', examples: [3] }),
});

const spbe = mapping({
  owner: line()
    .optional()
    .meta({ description: 'Unit that owns it.', examples: ['Bidang Angkutan'] }),
  developer: line()
    .optional()
    .meta({ description: 'Who made it.', examples: ['Diskominfo'] }),
  operator: line()
    .optional()
    .meta({ description: 'Unit that runs it.', examples: ['UPTD Parkir'] }),
  data: z
    .array(line())
    .optional()
    .meta({ description: 'Data it keeps.', examples: [['titik parkir', 'retribusi']] }),
  security: z
    .enum(['low', 'medium', 'high'])
    .optional()
    .meta({
      description:
        'Category of the electronic system: low (rendah), medium (sedang), high (tinggi).',
      examples: ['medium'],
    }),
  personalData: z
    .boolean()
    .optional()
    .meta({ description: 'Whether it keeps personal data.', examples: [true] }),
  retention: line()
    .optional()
    .meta({ description: 'How long data is kept.', examples: ['5 years'] }),
});

const maintenance = z.union([
  z.boolean(),
  mapping({
    message: z
      .string()
      .min(1, { error: 'INV020' })
      .max(1000, { error: 'INV021' })
      .meta({ description: 'What visitors read.', examples: ['Kembali pukul 14.00 WIB.'] }),
  }),
]);

export const app = mapping({
  title: line()
    .optional()
    .meta({
      description: 'Name for people; default: the app’s key.',
      examples: ['Aplikasi Parkir'],
    }),
  function: line()
    .optional()
    .meta({ description: 'What it does, to find duplicates.', examples: ['parkir'] }),
  kind: z
    .enum(['local', 'shared'])
    .optional()
    .meta({
      description: 'local: this government’s own (default); shared: a national shared app.',
      examples: ['local'],
    }),
  server: z
    .string()
    .optional()
    .meta({
      description: 'Server it runs on; default: the only server, or `defaults.server` of the site.',
      examples: ['pusat-1'],
    }),
  domains: z
    .array(domain())
    .min(1, { error: 'INV020' })
    .optional()
    .meta({
      description: 'Addresses it answers at; default: `<app>.<domain of the site>`.',
      examples: [['parkir.contoh.go.id']],
    }),
  runtime: runtime.meta({
    description: 'What it needs to run: exactly one of php, node, static or image.',
    examples: [{ php: '8.4', extensions: ['mysql'] }],
  }),
  source: source()
    .optional()
    .meta({
      description: 'Folder of its files, relative to the folder of site.yaml.',
      examples: ['apps/parkir'],
    }),
  database: database.optional().meta({
    description: 'Its own database: mariadb or postgres.',
    examples: [{ mariadb: '11.8' }],
  }),
  storage: named('INV023', patterns.name, z.string())
    .optional()
    .meta({
      description: 'Folders that survive updates: a name and the path in the container.',
      examples: [{ uploads: '/app/writable/uploads' }],
    }),
  env: named('INV028', patterns.envKey, z.union([z.string(), z.number(), z.boolean()]))
    .optional()
    .meta({
      description: 'Environment variables that are no secret.',
      examples: [{ APP_MODE: 'production' }],
    }),
  secrets: z
    .array(envKey())
    .optional()
    .meta({
      description: 'Names of values kept encrypted; set them with `induk secrets set`.',
      examples: [['SMTP_PASSWORD']],
    }),
  cron: z
    .array(cronJob)
    .optional()
    .meta({
      description: 'Jobs that run on schedule.',
      examples: [[{ at: '*/5 * * * *', run: 'php spark tagihan' }]],
    }),
  release: shell()
    .optional()
    .meta({
      description: 'Shell command run once before a new version gets traffic.',
      examples: ['php spark migrate'],
    }),
  health: health
    .optional()
    .meta({ description: 'How to tell that it works.', examples: [{ path: '/login' }] }),
  size: size()
    .optional()
    .meta({ description: 'Share of the server.', examples: [{ cpu: 0.5, memory: '512MiB' }] }),
  replicas: z
    .int()
    .min(1)
    .max(50)
    .optional()
    .meta({ description: 'Copies that share the load; default 1.', examples: [2] }),
  maintenance: maintenance
    .optional()
    .meta({ description: 'Show a maintenance page instead of the app.', examples: [true] }),
  backup: appBackup.optional().meta({
    description: 'What differs from the site’s backups; without it they hold.',
    examples: [{ drill: 'monthly' }],
  }),
  legacy: legacy.optional().meta({
    description: 'Where it lives today, until it is moved; changes nothing that runs here.',
    examples: [{ address: '203.0.113.7', user: 'root', docroot: '/var/www/parkir' }],
  }),
  spbe: spbe.optional().meta({
    description: 'What the architecture map of SPBE asks about it.',
    examples: [{ owner: 'Bidang Angkutan', security: 'medium' }],
  }),
});

export type AppInput = z.input<typeof app>;
