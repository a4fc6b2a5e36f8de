import { file } from './inventory.js';
import { generated } from './markdown.js';

/** What a request may say, with the example of a licence service. */
export function requestPage(schema, example) {
  return [
    generated('The request'),
    'A `request.yaml` says in the agency’s words what an app is for: who works with it, what is recorded, which states a record passes through and who may move it, what the public sees, what is printed, and how long data is kept. `induk new --request FILE` makes the app; `induk schema request` prints the schema for editors.',
    'Names (the keys of `roles`, `entities`, `fields`, `states`, `choices` and `letters`) are lower-case letters, digits and underscores. Names of entities and fields become tables and columns: reserved words of SQL, JavaScript and PHP are refused. References must not go in a circle. A request may have 30 entities, 20 roles, and 60 fields, 30 states and 60 moves an entity. Roles see the words and documents of an entity only when `view` lets them; a role `admin`, which looks after accounts, is always there.',
    file('request.yaml', schema),
    `## Example\n\n\`\`\`yaml\n${example.trimEnd()}\n\`\`\``,
  ]
    .join('\n\n')
    .concat('\n');
}
