/** JSON Schema of the inventory's files, for editors and the manual. */
import { z } from 'zod';
import { opd, site } from './schema.js';

export interface InventoryJsonSchema {
  site: Record<string, unknown>;
  opd: Record<string, unknown>;
}

/** Draft 7: the newest that yaml-language-server understands fully. */
export function inventoryJsonSchema(): InventoryJsonSchema {
  return {
    site: convert(site, 'site.yaml of induk', 'The site and its servers.'),
    opd: convert(opd, 'opd/*.yaml of induk', 'One agency and its applications.'),
  };
}

function convert(schema: z.ZodType, title: string, description: string) {
  const { $schema, ...rest } = z.toJSONSchema(schema, { target: 'draft-7', io: 'input' });
  return { $schema, title, description, ...rest };
}

/** The first line of an inventory file: tells editors where its schema is. */
export function modeline(kind: 'site' | 'opd', folder: string): string {
  return `# yaml-language-server: $schema=${folder.replace(/\/?$/, '/')}${kind}.schema.json`;
}
