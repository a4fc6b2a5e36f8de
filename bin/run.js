#!/usr/bin/env node
// Node 20 calls X25519, which the age format stands on, experimental at every decryption.
process.removeAllListeners('warning');
process.on('warning', (warning) => {
  if (warning.name !== 'ExperimentalWarning') process.stderr.write(`${warning.stack}\n`);
});

const argv = process.argv.slice(2);
const root = new URL('..', import.meta.url);

if (argv[0] === '--version' || argv[0] === '-v') {
  // Not an `import`: that would make Node read all of fs, streams included, before anything else.
  const { readFileSync } = process.getBuiltinModule('fs');
  const { name, version } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
  process.stdout.write(
    `${name}/${version} ${process.platform}-${process.arch} node-${process.version}\n`,
  );
} else {
  const { main } = await import('../dist/main.js').catch(explainMissingBuild);
  await main(argv, root);
  // A connection left open must not keep the terminal; writes to pipes and files are done by now.
  process.exit();
}

function explainMissingBuild(error) {
  if (error.code !== 'ERR_MODULE_NOT_FOUND' || !error.message.includes('dist/main.js')) throw error;
  process.stderr.write('induk is not built yet. Next: npm install && npm run build\n');
  process.exit(1);
}
