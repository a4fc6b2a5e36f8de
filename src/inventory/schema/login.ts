import { z } from 'zod';
import * as patterns from '../patterns.js';
import { port } from './scalars.js';

/**
 * How a machine is logged in to over SSH, once its address is known.
 * @param user the account when none is written
 * @param key an example of a private key's file
 */
export const login = (user: string, key: string) => ({
  port: port()
    .optional()
    .meta({ description: 'SSH port; default 22.', examples: [22] }),
  user: z
    .string()
    .regex(patterns.unixUser, { error: 'INV047' })
    .optional()
    .meta({ description: `SSH user; default ${user}.`, examples: [user] }),
  key: z
    .string()
    .regex(/^[^-\s][^\0\r\n]*$/, { error: 'INV048' })
    .optional()
    .meta({
      description: 'Private key file; default: the SSH agent, then the usual files in ~/.ssh.',
      examples: [key],
    }),
  hostKey: z
    .string()
    .regex(patterns.hostKey, { error: 'INV035' })
    .optional()
    .meta({
      description: 'Fingerprint of the host key; default: known_hosts decides.',
      examples: ['SHA256:uNiVztksCsDhcc0u9e8BrsXXHhMKyj3WAERJ6V3FBaM'],
    }),
});
