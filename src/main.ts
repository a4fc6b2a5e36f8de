/** Finds the command that was typed, runs it, and sees to its outcome. */
import type { Config } from '@oclif/core/config';
import { type Commands, route } from './route.js';
import type { IndukCommand } from './terminal/command.js';

interface Manifest {
  version: string;
  commands: Record<string, { aliases: string[]; hidden: boolean; relativePath: string[] }>;
}

type CommandClass = { id: string; new (argv: string[], config: Config): IndukCommand };

/**
 * Runs induk. Sets `process.exitCode` and never throws.
 * @param argv what was typed after `induk`
 * @param root folder of the package, with a final slash
 */
export async function main(argv: string[], root: URL): Promise<void> {
  let version = 'unknown';
  try {
    const manifest = readManifest(root);
    version = manifest.version;
    const found = route(argv, commandsOf(manifest));
    if (found.kind === 'unknown') {
      const { unknownCommand } = await import('./unknown-command.js');
      throw unknownCommand(found.given, manifest.commands);
    }
    const path = manifest.commands[found.id]?.relativePath.join('/') ?? '';
    const module = (await import(new URL(path, root).href)) as { default: CommandClass };
    const Command = module.default;
    Command.id = found.id;
    await new Command(found.argv, smallConfig(root, version)).execute();
  } catch (error) {
    const { reportFailure } = await import('./terminal/outcome.js');
    const json = argv.includes('--json');
    process.exitCode = await reportFailure(error, { argv, json, command: '', version });
  }
}

function readManifest(root: URL): Manifest {
  const { readFileSync } = process.getBuiltinModule('fs');
  return JSON.parse(readFileSync(new URL('oclif.manifest.json', root), 'utf8'));
}

function commandsOf(manifest: Manifest): Commands {
  const commands: Commands = new Map();
  for (const [id, { aliases }] of Object.entries(manifest.commands)) {
    commands.set(id, { id });
    for (const alias of aliases) commands.set(alias, { id });
  }
  return commands;
}

/**
 * What a running command uses of oclif's Config. The real one searches for plugins,
 * themes and shells at every start, which costs 25 ms; only `help` loads it.
 */
function smallConfig(root: URL, version: string): Config {
  return {
    bin: 'induk',
    name: 'induk',
    version,
    root: root.pathname,
    userAgent: `induk/${version}`,
    runHook: async () => ({ successes: [], failures: [] }),
  } as unknown as Config;
}
