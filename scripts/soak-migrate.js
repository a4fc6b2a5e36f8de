// `npm run soak:migrate -- [--runs N] [--seed S] [--record]`: a live app moved there and back under faults at
// the edges of its phases, while people write. Prints what came of each round; exits with 1 when
// something did not hold.
import { soak } from './setup/soak.js';

await soak({
  path: 'test/soak/moves.ts',
  name: 'soakMoves',
  title: 'Moves under faults',
  what: 'A live app is prepared, synchronised, rehearsed, moved there or taken back while two writers write. As a step of it begins (each of the 25), something is struck: induk or its mover killed, the link cut, a database or a whole machine taken down, the disk full. In the end one side serves, and every acknowledged write is on it exactly once; how long nobody could write is told for each round. A run ends with its first round that does not hold; what that found was mended.',
  head: ['fault', 'at', 'run ended', 'told again', 'gap', 'took', ''],
  lineOf: (round) => [
    `${round.round} ${round.command}: ${round.fault}`,
    round.edge,
    round.ended,
    `${round.again}`,
    `${(round.gap / 1000).toFixed(1)} s`,
    `${round.seconds} s`,
    round.broken === '' ? 'held' : `BROKEN: ${round.broken}`,
  ],
});
