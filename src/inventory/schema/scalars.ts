/** The kinds of values that keys of the inventory hold. */
import { z } from 'zod';
import { isAgeRecipient } from '../bech32.js';
import { cronFault } from '../cron.js';
import { normaliseDomain } from '../domain.js';
import { absoluteFault, insideFault } from '../paths.js';
import * as patterns from '../patterns.js';
import { bytesPattern, durationPattern } from '../units.js';
import { mapping, text } from './mapping.js';

export const name = () => z.string().regex(patterns.name, { error: 'INV023' });

/** Words for people: one line, not empty. */
export const line = () =>
  z
    .string()
    .min(1, { error: 'INV020' })
    .max(200, { error: 'INV021' })
    .regex(patterns.oneLine, { error: 'INV022' });

export const domain = () =>
  text('INV024', (value) => normaliseDomain(value) !== undefined).meta({ format: 'hostname' });

export const bytes = () => z.string({ error: 'INV025' }).regex(bytesPattern, { error: 'INV025' });

export const duration = () =>
  z.string({ error: 'INV026' }).regex(durationPattern, { error: 'INV026' });

export const schedule = () => text('INV027', (value) => cronFault(value) === undefined);

export const envKey = () => z.string().regex(patterns.envKey, { error: 'INV028' });

export const debianPackage = () => z.string().regex(patterns.debianPackage, { error: 'INV031' });

export const phpExtension = () => z.string().regex(patterns.phpExtension, { error: 'INV032' });

export const imageReference = () =>
  z.string().max(255, { error: 'INV021' }).regex(patterns.imageReference, { error: 'INV033' });

/** For SSH and for what other servers reach. */
export const address = () => z.string().max(253).regex(patterns.address, { error: 'INV036' });

export const email = () => z.string().regex(patterns.email, { error: 'INV038' });

/** A public age key. */
export const recipient = () =>
  z
    .string()
    // a private key pasted here would be in Git for ever
    .refine((value) => !/^AGE-SECRET-KEY-/i.test(value), { error: 'INV072', abort: true })
    .refine(isAgeRecipient, { error: 'INV034' });

/** `02:00`, 24 hours. */
export const timeOfDay = () => z.string().regex(patterns.timeOfDay, { error: 'INV125' });

export const port = () => z.int().min(1).max(65535);

/** A path below the folder it is relative to. */
export const inside = () => text('INV042', (value) => insideFault(value) === undefined);

/** Below the inventory's folder or next to it: the parent folder is always in the workspace. */
export const source = () => text('INV039', (value) => insideFault(value, 1) === undefined);

/** Absolute or below the app's folder. */
export const anywhere = () =>
  text('INV042', (value) => insideFault(value) === undefined || absoluteFault(value) === undefined);

/** A command line for `sh -c`; may have several lines. */
export const shell = () => z.string().min(1, { error: 'INV020' }).max(10_000, { error: 'INV021' });

/** Exec form, or one string. */
export const command = () => z.union([shell(), z.array(shell()).min(1, { error: 'INV020' })]);

export const size = () =>
  mapping({
    cpu: z
      .number()
      .min(0.01)
      .max(1024)
      .optional()
      .meta({ description: 'Cores; a fraction is allowed.', examples: [0.5] }),
    memory: bytes()
      .optional()
      .meta({ description: 'Most memory it may use, with a unit.', examples: ['512MiB'] }),
    disk: bytes()
      .optional()
      .meta({
        description: 'Disk space to plan for, with a unit; not enforced.',
        examples: ['10GiB'],
      }),
  });
