import type { Runtime } from './model.js';
import { absoluteFault, normaliseInside } from './paths.js';
import type { AppInput } from './schema.js';
import { argvOf } from './shell-words.js';

type Input = AppInput['runtime'];

export function resolveRuntime(input: Input): Runtime {
  if ('php' in input) return php(input);
  if ('node' in input) return node(input);
  if ('static' in input) return files(input);
  return {
    kind: 'image',
    image: input.image,
    port: input.port,
    ...(input.command === undefined ? {} : { command: argvOf(input.command) }),
    ...(input.user === undefined ? {} : { user: input.user }),
  };
}

function php(input: Extract<Input, { php: string }>): Runtime {
  return {
    kind: 'php',
    version: input.php,
    ...(input.from === undefined ? {} : { from: input.from }),
    extensions: input.extensions ?? [],
    packages: input.packages ?? [],
    docroot: docrootOf(input.docroot),
    ini: Object.fromEntries(Object.entries(input.ini ?? {}).map(([k, v]) => [k, iniValue(v)])),
    ...buildOf(input),
  };
}

function node(input: Extract<Input, { node: string }>): Runtime {
  return {
    kind: 'node',
    version: input.node,
    packages: input.packages ?? [],
    start: input.start === undefined ? [] : argvOf(input.start),
    ...buildOf(input),
  };
}

function files(input: Extract<Input, { static: true | string }>): Runtime {
  return {
    kind: 'static',
    docroot: docrootOf(input.static === true ? undefined : input.static),
    packages: input.packages ?? [],
    ...buildOf(input),
  };
}

function docrootOf(docroot = '.'): string {
  return absoluteFault(docroot) === undefined ? docroot : normaliseInside(docroot);
}

/** php.ini knows On and Off; `true` would be taken for a constant. */
function iniValue(value: string | number | boolean): string {
  return typeof value === 'boolean' ? (value ? 'On' : 'Off') : String(value);
}

function buildOf({ build }: { build?: string }): { build?: string } {
  return build === undefined ? {} : { build };
}
