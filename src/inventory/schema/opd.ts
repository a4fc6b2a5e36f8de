import type { z } from 'zod';
import * as patterns from '../patterns.js';
import { app } from './app.js';
import { mapping, named } from './mapping.js';
import { line, name } from './scalars.js';

/** A file of `opd/`: one agency and its apps. */
export const opd = mapping({
  opd: name().meta({
    description: 'Short name of the agency; also the name of this file.',
    examples: ['dishub'],
  }),
  name: line().meta({ description: 'Its full name.', examples: ['Dinas Perhubungan'] }),
  type: line()
    .optional()
    .meta({
      description: 'dinas (default), badan, kecamatan, kelurahan, …',
      examples: ['dinas'],
    }),
  apps: named('INV023', patterns.name, app)
    .nullish()
    .meta({
      description: 'Its applications, by short name.',
      examples: [{ parkir: { runtime: { php: '8.4' }, source: 'apps/parkir' } }],
    }),
});

export type OpdInput = z.input<typeof opd>;
