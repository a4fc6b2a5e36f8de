/** The file of a project that holds its request as data, in the language of its template. */
import { phpLiteral } from './php/literal.js';
import type { serviceOf } from './service.js';
import { literal } from './typescript/literal.js';

type Service = ReturnType<typeof serviceOf>;

export const requestWriters: Record<'typescript' | 'php' | 'json', (service: Service) => string> = {
  typescript(service) {
    const head = 'export const service: Service = ';
    return `/** What this app is for. Made from request.yaml: change that, then run \`induk new update\`. */
import type { Service } from './definition.js';

${head}${literal(service, head)};
`;
  },
  php: (service) => `<?php

/** What this app is for. Made from request.yaml: change that, then run \`induk new update\`. */

declare(strict_types=1);

return ${phpLiteral(service, 'return ')};
`,
  json: (service) => `${JSON.stringify(service, null, 2)}\n`,
};
