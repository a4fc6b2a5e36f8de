import { closest, distance } from 'fastest-levenshtein';

/** Beyond this many names comparing them all for every mistake takes too long. */
const mostCompared = 5000;

/** The known name a person probably meant, or undefined when none is near. */
export function suggest(given: string, known: readonly string[]): string | undefined {
  if (known.length === 0 || given === '' || given.length > 64) return undefined;
  if (known.length > mostCompared) return undefined;
  const swapped = known.find((name) => lettersOf(name) === lettersOf(given));
  if (swapped !== undefined) return swapped;
  const best = closest(given.toLowerCase(), [...known]);
  const limit = Math.max(1, Math.floor(Math.max(given.length, best.length) / 3));
  return distance(given.toLowerCase(), best.toLowerCase()) <= limit ? best : undefined;
}

/** Equal for words that differ only in order and case: the commonest slip in short ones. */
function lettersOf(word: string): string {
  return [...word.toLowerCase()].sort().join('');
}
