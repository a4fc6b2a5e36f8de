/**
 * The program that restic runs to save a database: `node dump.js REQUEST`. By itself, not a command
 * of induk's, so that it starts at once and takes little memory beside restic.
 */
import { runDump } from './backup/worker/dump.js';

// An exit status other than 0 makes restic throw the snapshot away.
process.exitCode = (await runDump(process.argv[2] ?? '')) ? 0 : 1;
