import { table } from './measure/words.js';

/** Reading order of the page. */
const order = ['noop', 'startup', 'planning', 'update', 'deploy', 'backup', 'migrate'];

/**
 * What a run found, for the terminal and for docs/benchmarks.md.
 * @typedef {object} Result
 * @property {import('./measure/target.js').Finding} finding
 * @property {number} minutes
 * @property {string} date
 * @property {string} load of the machine before, over the last minute
 */

/** Title of what comes after all that was found. */
const last = 'How to repeat it';

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

/** @param {Result} result */
const datedSection = ({ finding, minutes, date, load }) =>
  sectionOf({
    ...finding,
    text: `*Measured on ${date}, in ${minutes.toFixed(0)} minutes; load of the machine before: ${load}.*\n\n${finding.text}`,
  });

/**
 * The page, with what this run found in the place of what an earlier one did.
 * @param {string} before the page as it is; empty when there is none
 * @param {Record<string, Result>} results
 * @param {string[]} facts of the machine
 */
export function pageOf(before, results, facts) {
  const sections = new Map(
    before.split(/^(?=## )/m).flatMap((text) => {
      const title = /^## (.*)/.exec(text)?.[1];
      return title === undefined || title === last ? [] : [[title, text.trim()]];
    }),
  );
  for (const name of order) {
    const result = results[name];
    if (result !== undefined) sections.set(result.finding.title, datedSection(result));
  }
  const all = [...sections.values()];
  return `${[
    '# Benchmarks',
    `Written by \`npm run bench\`. ${verdictOn(all.join('\n'))}`,
    facts.map((fact) => `- ${fact}`).join('\n'),
    'What is compared runs in turn, A B C A B C …, after a round that does not count; figures are medians, and ratios compare figures of the same run. Seconds depend on the machine, ratios much less.',
    ...all,
    `## ${last}`,
    '```\nnpm install\nnpm run bench                     # all of it, as root; writes this page\nnpm run bench -- startup planning  # only these parts of it\nnpm run bench -- --quick           # small sizes, to see that it works; only prints\nnpm run soak:migrate -- --runs 200 --record   # faults at random; adds a line to this page\nnpm run soak:backup -- --runs 50 --record\n```',
    "A Debian machine with 2 cores and 8 GB of memory is enough. The run installs Debian's docker.io, openssh-client and ansible where they are missing, starts three servers as containers (see test/lab/README.md), and takes them away at its end.",
  ].join('\n\n')}\n`;
}

/**
 * The page with one line more in the table of runs of a soak, which is made with the first.
 * @param {string} before
 * @param {{title: string, what: string, head: string[]}} soak @param {string[]} run
 */
export function withRun(before, { title, what, head }, run) {
  const parts = before.split(/^(?=## )/m);
  const rows = (parts.find((part) => part.startsWith(`## ${title}\n`)) ?? '')
    .split('\n')
    .filter((line) => /^\| \d{4}-/.test(line))
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );
  const section = `## ${title}\n\n${what}\n\n${table(head, [...rows, run])}\n\n`;
  const others = parts.filter((part) => !part.startsWith(`## ${title}\n`));
  const at = others.findIndex((part) => part.startsWith(`## ${last}`));
  return others.toSpliced(at < 0 ? others.length : at, 0, section).join('');
}

/** @param {string} text with tables of targets */
function verdictOn(text) {
  const targets = [
    ...text.matchAll(/^\| (.+?) +\| +(\S.*?) \| +(\S.*?) \| +(met|\*\*missed\*\*) \|$/gm),
  ];
  const missed = targets.filter(([, , , , verdict]) => verdict !== 'met');
  if (missed.length === 0) return `All ${targets.length} targets were met.`;
  const list = missed.map(
    ([, what, promised, measured]) => `${what} (${measured}, promised ${promised})`,
  );
  return `${targets.length - missed.length} of ${targets.length} targets were met. Missed: ${list.join('; ')}.`;
}
