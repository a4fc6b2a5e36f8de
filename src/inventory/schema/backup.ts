import { z } from 'zod';
import { absoluteFault } from '../paths.js';
import * as patterns from '../patterns.js';
import { parseBytes, parseSpan } from '../units.js';
import { vaultUrlFault, webhookFault } from '../vault-url.js';
import { mapping, text } from './mapping.js';
import { bytes, email, name, port, recipient, shell, timeOfDay } from './scalars.js';

/** A span of time between two others. */
const span = (code: string, least: string, most: string) => {
  const [from, to] = [parseSpan(least) ?? 0, parseSpan(most) ?? 0];
  return text(code, (value) => {
    const minutes = parseSpan(value);
    return minutes !== undefined && minutes >= from && minutes <= to;
  });
};

const keep = mapping({
  all: text('INV126', (value) => isHours(parseSpan(value)))
    .optional()
    .meta({ description: 'Time in which every set stays; default 2d.', examples: ['2d'] }),
  daily: z
    .int()
    .min(1)
    .max(366)
    .optional()
    .meta({ description: 'Days with one set each; default 14.', examples: [14] }),
  weekly: z
    .int()
    .min(1)
    .max(260)
    .optional()
    .meta({ description: 'Weeks with one set each; default 8.', examples: [8] }),
  monthly: z
    .int()
    .min(1)
    .max(240)
    .optional()
    .meta({ description: 'Months with one set each; default 12.', examples: [12] }),
});

/** restic counts in hours; a year is enough for sets that are not thinned out. */
function isHours(minutes = 0): boolean {
  return minutes >= 60 && minutes % 60 === 0 && minutes <= 366 * 1440;
}

const drill = z.enum(['daily', 'weekly', 'monthly']);

const notify = mapping({
  webhook: text('INV132', (value) => webhookFault(value) === undefined)
    .optional()
    .meta({
      description: 'Address that gets a JSON document by POST.',
      examples: ['https://pesan.contoh.go.id/induk'],
    }),
  mail: email()
    .optional()
    .meta({
      description: 'Address for the server’s own sendmail.',
      examples: ['aptika@contoh.go.id'],
    }),
  command: z
    .array(shell().regex(patterns.oneLine, { error: 'INV022' }))
    .min(1, { error: 'INV020' })
    .refine(([program = '']) => absoluteFault(program) === undefined, { error: 'INV133' })
    .optional()
    .meta({
      description: 'Program on the server, with an absolute path; it gets the JSON on its input.',
      examples: [['/usr/local/bin/kabari']],
    }),
}).refine((value) => Object.keys(value).length > 0, { error: 'INV020' });

/** Key that tells the kind of vault, by branch of the union. */
export const vaultKinds = ['server', 'url', 'path'] as const;

/** Folders of the system; a vault in one of them would be lost, or break it. */
const system =
  /^\/(?:$|(?:proc|sys|dev|run|boot|etc|bin|sbin|lib|lib64|usr|var\/lib\/docker|var\/lib\/induk)(?:\/|$)|(?:var|root|home|tmp|var\/lib|var\/log)$)/;

const vault = z.union([
  mapping({
    server: z.string().meta({
      description: 'A server of `role: vault`.',
      examples: ['brankas-1'],
    }),
    port: port()
      .optional()
      .meta({ description: 'Port it listens on; default 8300.', examples: [8300] }),
  }),
  mapping({
    url: z
      .string()
      .refine((value) => vaultUrlFault(value) !== 'account', { error: 'INV130', abort: true })
      .refine((value) => vaultUrlFault(value) === undefined, { error: 'INV129' })
      .meta({
        description:
          'A repository server you have: `rest:`, `sftp:` or `s3:` in restic’s notation.',
        examples: ['rest:https://brankas.contoh.go.id/'],
      }),
  }),
  mapping({
    path: text('INV128', (value) => absoluteFault(value) === undefined && !system.test(value)).meta(
      {
        description: 'A folder on each app’s own server: for one machine, and for trying.',
        examples: ['/srv/backups'],
      },
    ),
  }),
]);

export const backup = mapping({
  vault: vault.meta({
    description: 'Where the sets are kept: exactly one of server, url or path.',
    examples: [{ server: 'brankas-1' }],
  }),
  recipient: recipient()
    .optional()
    .meta({
      description: 'Public half of the key in the safe; `induk vault setup` writes it.',
      examples: ['age1zksq8ys0rhsdlwrre5646d4999u99jd4vt9an4hqu0agdh6tn3kqxh6c5y'],
    }),
  schedule: timeOfDay()
    .optional()
    .meta({
      description: 'When the night’s runs begin, in the site’s time zone; default 01:00.',
      examples: ['01:00'],
    }),
  window: span('INV127', '1m', '24h')
    .optional()
    .meta({ description: 'Time over which they are spread; default 3h.', examples: ['3h'] }),
  keep: keep.optional().meta({
    description: 'Which sets stay; a set proven by a drill always does.',
    examples: [{ all: '2d', daily: 14, weekly: 8, monthly: 12 }],
  }),
  drill: drill.optional().meta({
    description: 'How often a set is restored and checked; default weekly.',
    examples: ['weekly'],
  }),
  pointInTime: z
    .boolean()
    .optional()
    .meta({
      description:
        'Whether databases can be brought back to any second: their log of changes goes to the vault all the time. Default: true.',
      examples: [false],
    }),
  limitUpload: bytes()
    .refine((value) => (parseBytes(value) ?? 0) >= 1024, { error: 'INV134' })
    .optional()
    .meta({
      description: 'Most bytes a run sends in a second; default: no limit.',
      examples: ['2MiB'],
    }),
  concurrency: z
    .int()
    .min(1)
    .max(64)
    .optional()
    .meta({ description: 'Runs at once on a server; default 2.', examples: [2] }),
  notify: notify.optional().meta({
    description: 'Who hears of a run or a drill that failed or was missed.',
    examples: [{ mail: 'aptika@contoh.go.id' }],
  }),
});

export const appBackup = mapping({
  schedule: timeOfDay()
    .optional()
    .meta({ description: 'Its own time, to the minute.', examples: ['03:30'] }),
  keep: keep.optional().meta({
    description: 'Which of its sets stay; what is not said is the site’s.',
    examples: [{ daily: 31 }],
  }),
  drill: drill
    .optional()
    .meta({ description: 'How often its sets are restored and checked.', examples: ['monthly'] }),
  pointInTime: z
    .boolean()
    .optional()
    .meta({
      description: 'Whether its database can be brought back to any second.',
      examples: [false],
    }),
  exclude: z
    .array(name())
    .optional()
    .meta({
      description: 'Names of storage that can be lost: caches, thumbnails.',
      examples: [['cache']],
    }),
  off: z
    .string()
    .max(500, { error: 'INV021' })
    .regex(patterns.oneLine, { error: 'INV022' })
    .refine((value) => value.trim().length >= 10, { error: 'INV124' })
    .optional()
    .meta({
      description: 'Turns its backups off; the reason in writing, shown in every report.',
      examples: ['A copy of data that Disdukcapil keeps and can send again.'],
    }),
});
