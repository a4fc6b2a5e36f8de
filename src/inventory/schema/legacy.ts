import { z } from 'zod';
import * as patterns from '../patterns.js';
import { login } from './login.js';
import { mapping } from './mapping.js';
import { address, domain, line, port } from './scalars.js';

/** As the old host has it, odd names included; nothing of it reaches a shell unquoted. */
const oldPath = () => z.string().regex(patterns.oldPath, { error: 'INV048' });

const database = mapping({
  engine: z.enum(['mariadb', 'mysql', 'postgres']).meta({
    description: 'Engine there.',
    examples: ['mariadb'],
  }),
  version: line()
    .optional()
    .meta({ description: 'Its full version.', examples: ['10.11.6'] }),
  name: line()
    .optional()
    .meta({ description: 'Database there.', examples: ['parkir'] }),
  user: line()
    .optional()
    .meta({ description: 'Account the app logs in with.', examples: ['parkir'] }),
  host: line()
    .optional()
    .meta({
      description: 'Where the app’s configuration says it is.',
      examples: ['localhost'],
    }),
  port: port()
    .optional()
    .meta({ description: 'TCP port, when it is not the usual one.', examples: [3307] }),
});

const cronJob = mapping({
  in: line().meta({
    description: 'File or script of cron, `crontab of USER`, or systemd timer.',
    examples: ['/etc/cron.d/parkir'],
  }),
  user: line()
    .optional()
    .meta({ description: 'Who it runs as.', examples: ['www-data'] }),
  at: line()
    .optional()
    .meta({ description: 'When, as written there.', examples: ['*/5 * * * *'] }),
  run: z.string().meta({
    description: 'Command, as written there.',
    examples: ['php /var/www/parkir/tagih.php'],
  }),
});

const write = mapping({
  path: z
    .string()
    .regex(patterns.httpPath, { error: 'INV044' })
    .meta({ description: 'Where it is sent.', examples: ['/api/uji'] }),
  method: z
    .enum(['POST', 'PUT'])
    .optional()
    .meta({ description: 'How; default POST.', examples: ['POST'] }),
  body: z
    .string()
    .optional()
    .meta({
      description: 'What is sent; a form’s, unless `type` says otherwise.',
      examples: ['nama=uji'],
    }),
  type: line()
    .optional()
    .meta({ description: 'Content-Type of it.', examples: ['application/json'] }),
  expect: z
    .int()
    .min(100)
    .max(599)
    .optional()
    .meta({ description: 'HTTP status of a write that worked; default 200.', examples: [201] }),
});

/** Where an app lives today; `induk inspect` drafts it, `induk migrate` reads it. */
export const legacy = mapping({
  address: address().meta({
    description: 'Host name or address of the old host, for SSH.',
    examples: ['203.0.113.7'],
  }),
  ...login('root', '~/.ssh/id_ed25519'),
  webServer: z
    .enum(['apache', 'nginx'])
    .optional()
    .meta({ description: 'What serves it there.', examples: ['apache'] }),
  domains: z
    .array(domain())
    .optional()
    .meta({ description: 'Names it answers at there.', examples: [['parkir.contoh.go.id']] }),
  path: oldPath()
    .optional()
    .meta({ description: 'Folder of the whole app there.', examples: ['/var/www/parkir'] }),
  docroot: oldPath()
    .optional()
    .meta({
      description: 'Folder its web server shows there.',
      examples: ['/var/www/parkir/public'],
    }),
  accessLog: oldPath()
    .optional()
    .meta({
      description: 'Access log there, whose pages are compared before the switch.',
      examples: ['/var/log/apache2/access.log'],
    }),
  database: database.optional().meta({
    description: 'Its database there.',
    examples: [{ engine: 'mariadb', name: 'parkir' }],
  }),
  pages: z
    .array(z.string().regex(patterns.httpPath, { error: 'INV044' }))
    .optional()
    .meta({
      description:
        'Pages that must have the same status and title on both sides before the switch; default `/` and those that the last rehearsal found equal, `[]`: none.',
      examples: [['/', '/login']],
    }),
  write: write.optional().meta({
    description: 'A request that writes, tried on the new side before the switch.',
    examples: [{ path: '/api/uji', expect: 201 }],
  }),
  cron: z
    .array(cronJob)
    .optional()
    .meta({
      description: 'Its scheduled jobs there, to be turned off at the switch.',
      examples: [[{ in: '/etc/cron.d/parkir', run: 'php /var/www/parkir/tagih.php' }]],
    }),
});
