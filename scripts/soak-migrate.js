// `npm run soak:migrate -- [--runs N] [--seed S]`: a live app moved there and back under faults at
// the edges of its phases, while people write. Prints what came of each round; exits with 1 when
// something did not hold.
import { soak } from './setup/soak.js';

const head = ['fault', 'at', 'run ended', 'told again', 'gap', 'took', ''];

await soak('test/soak/moves.ts', 'soakMoves', head, (round) => [
  `${round.round} ${round.command}: ${round.fault}`,
  round.edge,
  round.ended,
  `${round.again}`,
  `${(round.gap / 1000).toFixed(1)} s`,
  `${round.seconds} s`,
  round.broken === '' ? 'held' : `BROKEN: ${round.broken}`,
]);
