// `npm run soak:backup -- [--runs N] [--seed S]`: backups under faults at random instants, on
// servers of a lab. Prints what came of each round; exits with 1 when something did not hold.
import { soak } from './setup/soak.js';

const head = ['fault', 'at', 'run ended', 'took', ''];

await soak('test/soak/backups.ts', 'soakBackups', head, (round) => [
  `${round.round} ${round.fault}`,
  `${round.at} ms`,
  round.ended,
  `${round.seconds} s`,
  round.broken === '' ? 'held' : 'BROKEN',
]);
