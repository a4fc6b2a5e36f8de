import { cell, generated } from './markdown.js';

/** The exit codes as a table. */
export function exitCodesPage(codes) {
  const rows = codes.map(({ code, meaning }) => `| ${code} | ${cell(meaning)} |`);
  return [
    generated('Exit codes'),
    ['| code | meaning |', '| ---: | --- |', ...rows].join('\n'),
    'The same list: `induk help exit-codes`. With `--json` the code is also in `error.exit`.',
  ]
    .join('\n\n')
    .concat('\n');
}
