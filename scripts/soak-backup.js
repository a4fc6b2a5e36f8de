// `npm run soak:backup -- [--runs N] [--seed S] [--record]`: backups under faults at random instants, on
// servers of a lab. Prints what came of each round; exits with 1 when something did not hold.
import { soak } from './setup/soak.js';

await soak({
  path: 'test/soak/backups.ts',
  name: 'soakBackups',
  title: 'Backups under faults',
  what: 'At a random instant of a run something is struck: restic, the dump, the worker or the database killed, the vault away, full, or on a clock that jumps. What is told is what is true, older sets are intact, and the next run succeeds.',
  head: ['fault', 'at', 'run ended', 'took', ''],
  lineOf: (round) => [
    `${round.round} ${round.fault}`,
    `${round.at} ms`,
    round.ended,
    `${round.seconds} s`,
    round.broken === '' ? 'held' : 'BROKEN',
  ],
});
