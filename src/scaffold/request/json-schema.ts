/** JSON Schema of a request, for editors and the manual. */
import { z } from 'zod';
import { request } from './schema.js';

/** Draft 7: the newest that yaml-language-server understands fully. */
export function requestJsonSchema(): Record<string, unknown> {
  const { $schema, ...rest } = z.toJSONSchema(request, { target: 'draft-7', io: 'input' });
  const description = 'What an agency asks of an app.';
  return { $schema, title: 'request.yaml of induk', description, ...rest };
}
