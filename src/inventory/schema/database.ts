import { z } from 'zod';
import * as patterns from '../patterns.js';
import { versions } from '../versions.js';
import { mapping } from './mapping.js';
import { size } from './scalars.js';

const sqlName = () => z.string().regex(patterns.sqlName, { error: 'INV067' });

const common = {
  name: sqlName()
    .optional()
    .meta({
      description: 'Database name; default: `<opd>_<app>` with underscores.',
      examples: ['parkir'],
    }),
  user: sqlName()
    .optional()
    .meta({
      description: 'Account the app uses; default: the database name.',
      examples: ['parkir'],
    }),
  size: size()
    .optional()
    .meta({ description: 'Share of the server for the database.', examples: [{ memory: '1GiB' }] }),
};

export const databaseKinds = ['mariadb', 'postgres'] as const;

export const database = z.union([
  mapping({
    mariadb: z.string().meta({
      description: `MariaDB version, in quotes: ${versions.mariadb.join(', ')}.`,
      enum: versions.mariadb,
      examples: ['11.8'],
    }),
    ...common,
  }),
  mapping({
    postgres: z.string().meta({
      description: `PostgreSQL version, in quotes: ${versions.postgres.join(', ')}.`,
      enum: versions.postgres,
      examples: ['17'],
    }),
    ...common,
  }),
]);
