import { table } from './measure/words.js';

/** Reading order of the page. */
const order = ['noop', 'startup', 'planning', 'update', 'deploy', 'backup'];

/**
 * What a run found, for the terminal and for docs/benchmarks.md.
 * @typedef {object} Result
 * @property {import('./measure/target.js').Finding} finding
 * @property {number} minutes
 */

/** @param {import('./measure/target.js').Finding} finding */
export const sectionOf = ({ title, text, targets }) =>
  [`## ${title}`, text, targetTable(targets)].join('\n\n');

/** @param {import('./measure/target.js').Target[]} targets */
const targetTable = (targets) =>
  table(
    ['target', 'promised', 'measured', ''],
    targets.map(({ what, promised, measured, met }) => [
      what,
      promised,
      measured,
      met ? 'met' : '**missed**',
    ]),
  );

/**
 * @param {Record<string, Result>} results
 * @param {{date: string, facts: string[], minutes: number}} run
 */
export function pageOf(results, { date, facts, minutes }) {
  const found = order.flatMap((name) => (results[name] ? [results[name].finding] : []));
  const targets = found.flatMap((finding) => finding.targets);
  const missed = targets.filter(({ met }) => !met);
  const verdict =
    missed.length === 0
      ? `All ${targets.length} targets were met.`
      : `${targets.length - missed.length} of ${targets.length} targets were met. Missed: ${missed
          .map(({ what, promised, measured }) => `${what} (${measured}, promised ${promised})`)
          .join('; ')}.`;
  return `${[
    '# Benchmarks',
    `Written by \`npm run bench\` on ${date}, all of it in one run of ${minutes.toFixed(0)} minutes. ${verdict}`,
    facts.map((fact) => `- ${fact}`).join('\n'),
    'What is compared runs in turn, A B C A B C …, after a round that does not count; figures are medians, and ratios compare figures of the same run. Seconds depend on the machine, ratios much less.',
    ...found.map(sectionOf),
    '## How to repeat it',
    '```\nnpm install\nnpm run bench                     # all of it, as root; writes this page\nnpm run bench -- startup planning  # only these; prints\nnpm run bench -- --quick           # small sizes, to see that it works; prints\n```',
    "A Debian machine with 2 cores and 8 GB of memory is enough. The run installs Debian's docker.io, openssh-client and ansible where they are missing, starts three servers as containers (see test/lab/README.md), and takes them away at its end.",
  ].join('\n\n')}\n`;
}
