/** Where oclif's own ways are not induk's. */
import type { Interfaces } from '@oclif/core';

/** oclif fills a missing argument from a piped stdin, where secrets and files come from here. */
export function withoutStdin<
  F extends Interfaces.OutputFlags<Interfaces.FlagInput>,
  B extends Interfaces.OutputFlags<Interfaces.FlagInput>,
  A extends Interfaces.OutputArgs<Interfaces.ArgInput>,
>(given: unknown): Interfaces.Input<F, B, A> {
  const { flags, baseFlags, enableJsonFlag, strict, args } = given as Interfaces.Input<F, B, A>;
  const deaf = Object.entries(args ?? {}).map(([name, arg]) => [
    name,
    { ...(arg as object), ignoreStdin: true },
  ]);
  return { flags, baseFlags, enableJsonFlag, strict, args: Object.fromEntries(deaf) };
}

/** oclif's `this.exit(n)` and its own `--help` end a run by throwing this. */
export function isPlainExit(error: unknown): error is { oclif: { exit: number } } {
  return error instanceof Error && 'code' in error && error.code === 'EEXIT';
}
