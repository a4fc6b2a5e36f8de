// Bundles induk into dist/ and writes oclif.manifest.json.
// Bundled because start-up time is mostly the opening of many small files.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { licencesOf } from './build/licences.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

// dockerode loads these for BuildKit sessions, which induk never opens; together they
// cost 60 ms at start-up and 6 MB in the package.
const buildkit = /^(@grpc\/grpc-js|@grpc\/proto-loader|protobufjs)$/;

// Native accelerators that ssh2 tries and does without.
const native = /(\.node|^cpu-features)$/;

const replaced = {
  name: 'replaced',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: buildkit }, ({ path }) => ({ path, namespace: 'buildkit' }));
    onLoad({ filter: /.*/, namespace: 'buildkit' }, ({ path }) => ({
      contents: `module.exports = new Proxy({}, { get() {
        throw new Error('BuildKit sessions are not part of induk (${path} is left out)');
      } });`,
    }));
    onResolve({ filter: native }, ({ path }) => ({ path, namespace: 'native' }));
    onLoad({ filter: /.*/, namespace: 'native' }, ({ path }) => ({
      contents: `throw new Error('${path} is left out');`,
    }));
  },
};

const commands = readdirSync(join(root, 'src/commands'), { recursive: true })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => join('src/commands', name));

// oclif's modules require each other (help, plugin loading, globbing) at the top. Here each
// is loaded when first used, as Babel's `lazy` option does, and what only `help` needs is
// not bundled with the commands at all: 50 ms become 8.
const required = /^const (\w+) = ((?:__import\w+\()?require\("[^"]+"\)\)?);$/gm;
const onlyForHelp = {
  command: ['./config', './help/util', './ux'],
  flags: ['./help'],
  'errors/handle': ['../help/index'],
  'parser/help': ['../ux'],
};

const lazyOclif = {
  name: 'lazy oclif',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@oclif\/core$/ }, ({ importer, path }) =>
      importer.startsWith(join(root, 'src')) ? { path, namespace: 'oclif' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'oclif' }, () => ({
      contents: `export * as Args from '@oclif/core/args';
        export * as Flags from '@oclif/core/flags';`,
      resolveDir: root,
    }));
    onResolve({ filter: /^\.\.?\// }, ({ importer, path }) => {
      const name = /@oclif\/core\/lib\/(.*)\.js$/.exec(importer)?.[1];
      return onlyForHelp[name]?.includes(path) ? { path, namespace: 'for-help' } : undefined;
    });
    onLoad({ filter: /.*/, namespace: 'for-help' }, ({ path }) => ({
      contents: `throw new Error("oclif's ${path} is not bundled with commands");`,
    }));
    onLoad({ filter: /@oclif\/core\/lib\/.*\.js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const lazy = 'const $1 = new Proxy({}, { get: (_, name) => ($2)[name] });';
      return { contents: text.replace(required, lazy) };
    });
  },
};

// What induk has no use for is half of ssh2: its server side, its key generator, SFTP.
const clientOfSsh2 = `module.exports = {
  Client: require('ssh2/lib/client.js'),
  createAgent: require('ssh2/lib/agent.js').createAgent,
  utils: { parseKey: require('ssh2/lib/protocol/keyParser.js').parseKey },
};`;

// yaml's CommonJS build is a hundred wrapped modules; its ES build is one scope. And only
// a namespace import lets the bundler drop what is unused of zod: 50 languages, mostly.
const lean = {
  name: 'lean',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^yaml$/ }, () => ({
      path: join(root, 'node_modules/yaml/browser/dist/index.js'),
    }));
    onResolve({ filter: /^ssh2$/ }, ({ path }) => ({ path, namespace: 'ssh2' }));
    onLoad({ filter: /.*/, namespace: 'ssh2' }, () => ({
      contents: clientOfSsh2,
      resolveDir: root,
    }));
    onLoad({ filter: /\/ssh2\/lib\/protocol\/SFTP\.js$/ }, () => ({
      contents: 'exports.SFTP = class SFTP {};',
    }));
    onLoad({ filter: /\/src\/.*\.ts$/ }, async ({ path }) => ({
      contents: leaner(await readFile(path, 'utf8')),
      loader: 'ts',
    }));
  },
};

function leaner(text) {
  return text
    .replace(
      "import { z } from 'zod'",
      "import * as z from 'zod'; import * as $core from 'zod/v4/core'",
    )
    .replaceAll('z.core.$', '$core.$');
}

// An `import` of a built-in makes Node read every export of it, which for these loads
// streams and web crypto (4 ms each); this way only what is used is touched.
const builtins = {
  name: 'built-ins',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(node:)?(fs|crypto)$/ }, ({ path, kind }) =>
      kind.startsWith('import')
        ? { path: path.replace(/^node:/, ''), namespace: 'builtin', sideEffects: false }
        : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
    }));
  },
};

// Built beside and put in place at the end, so that an induk running meanwhile is not torn apart.
const fresh = `node_modules/.cache/induk-build-${process.pid}`;
const common = {
  absWorkingDir: root,
  outdir: fresh,
  outbase: 'src',
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  minify: !process.argv.includes('--readable'),
  legalComments: 'none',
  plugins: [replaced, builtins, lazyOclif, lean],
  banner: {
    js: [
      "const require = process.getBuiltinModule('module').createRequire(import.meta.url);",
      'const __filename = import.meta.filename, __dirname = import.meta.dirname;',
    ].join(''),
  },
  logLevel: 'warning',
};

// Commands that only read the inventory are one file each: opening thirty small ones costs
// more than the whole command. What they seldom need stays outside, in the other bundle.
const alone = ['__complete', 'list', 'show', 'validate'].map((name) => `src/commands/${name}.ts`);
const seldom = [
  'session/ahead',
  'session/states',
  'terminal/diagnostics',
  'terminal/outcome',
  'terminal/progress/progress',
  'terminal/prompt',
  'terminal/prose/index',
];

// A dynamic import inside one file only makes V8 parse everything twice: here all that is not
// seldom needed is imported at the top.
const dynamic = /await import\('([^']+)'\)/g;

const outside = {
  name: 'outside',
  setup({ onResolve, onLoad }) {
    const isSeldom = (from, path) =>
      seldom.includes(relative(join(root, 'src'), join(from, path)).replace(/\.js$/, ''));
    onLoad({ filter: /\/src\/.*\.ts$/ }, async ({ path: file }) => {
      const found = new Map();
      const text = leaner(await readFile(file, 'utf8')).replace(dynamic, (whole, path) => {
        if (isSeldom(dirname(file), path)) return whole;
        found.set(path, found.get(path) ?? `eager${found.size}`);
        return found.get(path);
      });
      const imports = [...found].map(([path, name]) => `import * as ${name} from '${path}';`);
      return { contents: [...imports, text].join(''), loader: 'ts' };
    });
    onResolve({ filter: /^\..*\.js$/ }, ({ kind, path, resolveDir }) => {
      if (kind !== 'dynamic-import' || !isSeldom(resolveDir, path)) return undefined;
      const name = relative(join(root, 'src'), join(resolveDir, path));
      return { path: `../${name}`, external: true };
    });
  },
};

const { metafile } = await build({
  ...common,
  metafile: true,
  entryPoints: [
    'src/main.ts',
    ...commands.filter((path) => !alone.includes(path)),
    ...seldom.map((name) => `src/${name}.ts`),
  ],
  chunkNames: 'chunks/[name]-[hash]',
  splitting: true,
});
const { outputs } = (
  await build({
    ...common,
    entryPoints: alone,
    plugins: [outside, ...common.plugins],
    metafile: true,
  })
).metafile;
await writeFile(join(root, fresh, 'LICENSES.txt'), licencesOf(root, Object.keys(metafile.inputs)));
for (const [path, { bytes, inputs }] of Object.entries(outputs)) {
  const heavy = Object.keys(inputs).find((name) =>
    /node_modules\/(dockerode|ssh2|@inquirer|listr2)\/|terminal\/prose\/en/.test(name),
  );
  if (heavy)
    throw new Error(`${path} (${bytes} bytes) holds ${heavy}: add what imports it to "seldom"`);
}

// The worker's image holds this program, so every plan asks whether it is another one.
await writeFile(join(root, fresh, 'digest.txt'), `${programDigest()}\n`);
await rm(join(root, 'dist'), { recursive: true, force: true });
await rename(join(root, fresh), join(root, 'dist'));

/** Of all that runs; oclif.manifest.json follows from it. */
function programDigest() {
  const hash = createHash('sha256');
  for (const folder of [fresh, 'bin']) {
    const found = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
    const files = found.filter((entry) => entry.isFile());
    const paths = files.map(({ parentPath, name }) => join(parentPath, name)).sort();
    for (const path of paths) {
      const text = readFileSync(path);
      hash.update(`${relative(join(root, folder), path)}\0${text.length}\0`).update(text);
    }
  }
  return hash.update(readFileSync(join(root, 'package.json'))).digest('hex');
}

/** oclif reads commands' help from here instead of importing every command. */
async function writeManifest() {
  const { Plugin } = await import('@oclif/core/config');
  const plugin = new Plugin({ root, ignoreManifest: true, errorOnManifestCreate: true });
  await plugin.load();
  const text = JSON.stringify(plugin.manifest, null, 2);
  await writeFile(join(root, `${fresh}.json`), `${text}\n`);
  await rename(join(root, `${fresh}.json`), join(root, 'oclif.manifest.json'));
}
await writeManifest();
