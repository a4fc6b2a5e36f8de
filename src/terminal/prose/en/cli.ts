import type { Catalogue } from '../catalogue.js';

export const cli: Catalogue = {
  INV000: {
    text: 'the inventory {root} has {errors} error(s)',
    next: 'correct the lines above, then run: induk validate',
  },
  CLI001: {
    text: 'no inventory found: no site.yaml in {from} or above it, and no ./inventory',
    next: 'run: induk init   or name the folder: --inventory DIR (or INDUK_INVENTORY)',
  },
  CLI002: {
    text: 'interrupted by {signal}',
    next: 'run the same command again; it continues from where it stopped',
  },
  CLI003: { text: '{problem}', next: 'run: induk {command} --help' },
  CLI004: {
    text: 'this needs an answer ("{question}"), but nobody can be asked (no terminal, --no-input or CI)',
    next: 'give it on the command line: {flag}',
  },
  CLI005: { text: 'not confirmed; nothing was changed' },
  CLI006: {
    text: '--{flag} says "{given}", but this is about "{name}"; nothing was changed',
    next: 'give the exact name: --{flag} {name}',
  },
  CLI007: {
    text: 'no value for {name} on standard input',
    next: 'pipe it in, e.g.: induk {command} < FILE   or run it on a terminal to be asked',
  },
  CLI008: { text: 'unknown command "{given}"', next: 'run: induk help' },
  CLI009: {
    text: 'no site.yaml in the inventory folder {root}',
    next: 'run: induk init --inventory {root}   or name another folder with --inventory',
  },
  CLI010: { text: 'cannot read {path}: {reason}', next: 'check that the file exists and is yours' },
  CLI011: { text: 'the output was closed before the command had finished' },
  CLI012: {
    text: 'unknown command "{given}"',
    next: 'did you mean: induk {suggestion}',
  },
  CLI013: {
    text: '{path} is {bytes} bytes; a file of the inventory may have at most {limit}',
    next: 'split it: one file per agency in opd/',
  },
  CLI014: {
    text: '{path} points outside the inventory folder',
    next: 'replace the symbolic link by the file itself',
  },
  CLI015: {
    text: 'source "{source}" of {app} does not exist',
    next: 'create {path} or correct the path',
  },
  CLI016: {
    text: 'source "{source}" of {app} leaves the workspace {workspace}',
    next: 'move the source into the workspace; paths are relative to the inventory folder',
  },
  CLI017: { text: 'source "{source}" of {app} is not a folder', next: 'name the folder it is in' },
  BUG: {
    text: 'This is a bug in induk, not in what you wrote: {summary}',
    next: 'report it with the file {log}; look through it first, it holds no inventory and no secrets that we know of',
  },
  CLI020: {
    text: '{name} is not a TCP port: {value}',
    next: 'set a number from 1 to 65535, or unset it',
  },
};
