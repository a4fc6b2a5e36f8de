/** Bounds on what is read, so that a hostile or broken file cannot eat the machine. */

/** Largest inventory file, in bytes; the reader checks it with stat before it reads. */
export const maxFileBytes = 1024 * 1024;

/** How many times anchors may be expanded in one file before it counts as an alias bomb. */
export const maxAliases = 100;

/** Longest name of an app on the engine; leaves room for suffixes within Swarm's 63. */
export const maxEngineName = 50;

/** Deepest nesting of collections; the schema itself needs eight. */
export const maxDepth = 32;

/** Brackets open at once that are not even tried: the parser's time grows with their square. */
export const maxBrackets = 500;
