import type { Interfaces } from '@oclif/core';
import { Command } from '@oclif/core/command';
import * as Flags from '@oclif/core/flags';
import type { Emit } from '../cluster/events.js';
import { type ExitCode, exitCodes, Fault } from '../fault.js';
import type { LoadedInventory, SiteOptions } from '../session/inventory.js';
import { hasColour, type Paint, paint } from './colour.js';
import { type Warning, writeDocument } from './document.js';
import { type Interruption, listenForInterruption } from './interruption.js';
import { languageOf } from './language.js';
import { isPlainExit, withoutStdin } from './oclif.js';
import { lazyProgress } from './progress/lazy.js';
import type { Progress } from './progress/progress.js';
import type { Choice, PromptContext, Question } from './prompt.js';
import type { Language } from './prose/index.js';

/**
 * What every command of induk shares: base flags, one JSON document, errors with a
 * next step, exit codes, signals, prompts. A command's `run` returns the data of
 * the envelope and writes what a person reads with `out`.
 */
export abstract class IndukCommand extends Command {
  static override enableJsonFlag = true;

  static override baseFlags = {
    json: Flags.boolean({
      helpGroup: 'GLOBAL',
      description: 'print one JSON document, failure included, instead of text',
    }),
    inventory: Flags.string({
      char: 'i',
      env: 'INDUK_INVENTORY',
      helpGroup: 'GLOBAL',
      helpValue: 'DIR',
      description: 'inventory folder; default: the nearest site.yaml upward, or ./inventory',
    }),
    'no-input': Flags.boolean({
      helpGroup: 'GLOBAL',
      description: 'never ask; fail and name the flag instead',
    }),
    lang: Flags.string({
      env: 'INDUK_LANG',
      options: ['en', 'id'],
      helpGroup: 'GLOBAL',
      description: 'language of the messages',
    }),
  };

  /** Language of messages, known before flags are parsed. */
  protected readonly lang: Language = languageOf(this.argv, process.env);
  /** Painters for stdout. */
  protected readonly paint: Paint = paint(hasColour(process.stdout, process.env));
  /** Painters for stderr. */
  protected readonly stderrPaint: Paint = paint(hasColour(process.stderr, process.env));
  /** Data of the envelope when the command fails after doing part of its work. */
  protected partial: unknown;
  /** Exit code of a successful run; only `plan --detailed-exitcode` needs another than 0. */
  protected exitCode: ExitCode = exitCodes.done;

  private readonly warnings: Warning[] = [];
  private readonly remarks: Promise<void>[] = [];
  private given: Record<string, unknown> = {};
  private interruption: Interruption | undefined;
  private signalHeeded = false;
  private progress: Progress | undefined;

  abstract override run(): Promise<unknown>;

  /** Aborted at SIGINT, SIGTERM, SIGHUP or a closed stdout; reading it promises to heed it. */
  protected get signal(): AbortSignal {
    this.signalHeeded = true;
    return (this.interruption ?? neverInterrupted).signal;
  }

  /** Sends a worker's event to the renderer that fits the output. */
  protected readonly emit: Emit = (event) => {
    this.progress ??= lazyProgress({
      json: this.jsonEnabled(),
      lang: this.lang,
      stream: process.stderr,
      env: process.env,
    });
    this.progress.emit(event);
  };

  /** Writes a text and a newline to stdout, the answer; nothing in JSON mode. */
  protected out(text = ''): void {
    if (!this.jsonEnabled()) process.stdout.write(`${text}\n`);
  }

  /** Writes a text and a newline to stderr, for progress and remarks; nothing in JSON mode. */
  protected note(text: string): void {
    if (!this.jsonEnabled()) process.stderr.write(`${text}\n`);
  }

  /** Warns: a line on stderr, an entry of `warnings` in JSON mode. */
  override warn(input: Error | string): Error | string {
    const message = input instanceof Error ? input.message : input;
    this.warnings.push({ message });
    const colour = paint(hasColour(process.stderr, process.env));
    const label = this.lang === 'id' ? 'Peringatan:' : 'Warning:';
    this.note(`${colour.yellow(label)} ${message}`);
    return input;
  }

  /** The words for a code, for prompts and remarks. */
  protected async words(code: string, args: Record<string, string | number> = {}): Promise<string> {
    const { phrase } = await import('./prose/index.js');
    return phrase(code, args, this.lang).text;
  }

  /** Warns in the words of a code; what was not awaited is said before the command ends. */
  protected remark(code: string, args: Record<string, string | number>): Promise<void> {
    const said = this.words(code, args).then((text) => void this.warn(text));
    this.remarks.push(said);
    return said;
  }

  /**
   * Loads and validates the inventory.
   * @param connecting connects to the manager meanwhile, with the options of the site to be opened
   * @throws Fault CLI001/CLI009 when there is none, INV000 (exit 65) when it is invalid.
   */
  protected async inventory(connecting?: SiteOptions): Promise<LoadedInventory> {
    const { findInventory, loadInventory, loadConnecting } = await import(
      '../session/inventory.js'
    );
    const flag = this.given.inventory as string | undefined;
    const root = await findInventory(process.cwd(), flag);
    const loaded = await (connecting === undefined
      ? loadInventory(root)
      : loadConnecting(root, connecting));
    if (loaded.warnings.length > 0) await this.warnOf(loaded);
    return loaded;
  }

  /**
   * Says in one line that a site with apps has no backups, which nobody must learn from a loss.
   * @param isWorth false where it would only be noise: a script that applies what has not changed
   */
  protected async warnUnbacked({ inventory }: LoadedInventory, isWorth = true): Promise<void> {
    const { unbacked } = await import('../inventory/backup-advice.js');
    const code = unbacked(inventory);
    if (code === undefined) return;
    if (isWorth || process.stderr.isTTY) await this.remark(code, { apps: inventory.apps.length });
  }

  /** How a change is heard of, ended, and told that it took over a lock somebody left. */
  protected changing() {
    return {
      emit: this.emit,
      signal: this.signal,
      onTakeOver: (lock: { holder: string; reason: string; silent: number }) => {
        const { holder, reason, silent } = lock;
        void this.remark('CLU031', { holder, reason, silent });
      },
    };
  }

  /** How a command that can be interrupted opens its site. */
  protected siteOptions(): SiteOptions {
    return { signal: this.signal, notice: (code, args) => void this.remark(code, args) };
  }

  /**
   * Asks y/N before a change. The named flag (default `--yes`) answers it.
   * @throws Fault CLI004 without a terminal, CLI005 when the answer is no.
   */
  protected async confirm({ message, flag = 'yes' }: { message: string; flag?: string }) {
    if (this.given[flag] === true) return;
    const { askYesNo } = await import('./prompt.js');
    const agreed = await askYesNo(message, `--${flag}`, await this.promptContext());
    if (!agreed) throw new Fault('CLI005');
  }

  /**
   * Asks for a name to be typed before destruction; `--yes` never answers it.
   * @throws Fault CLI004 without a terminal, CLI005 or CLI006 when the name differs.
   */
  protected async confirmTyped(ask: { name: string; message: string; flag?: string }) {
    const { name, message, flag = 'confirm' } = ask;
    const given = this.given[flag];
    if (given === name) return;
    if (typeof given === 'string') {
      throw new Fault('CLI006', { flag, given, name }, { exit: exitCodes.usage });
    }
    const { askText } = await import('./prompt.js');
    const question = { message, flag: `--${flag} ${name}` };
    const typed = await askText(question, await this.promptContext());
    if (typed.trim() !== name) throw new Fault('CLI005');
  }

  /** Asks for a line of text. @throws Fault CLI004 without a terminal. */
  protected async ask(question: Question): Promise<string> {
    const { askText } = await import('./prompt.js');
    return askText(question, await this.promptContext());
  }

  /** Asks for one of several values. @throws Fault CLI004 without a terminal. */
  protected async choose(choice: Choice): Promise<string> {
    const { askChoice } = await import('./prompt.js');
    return askChoice(choice, await this.promptContext());
  }

  /** A secret from stdin when piped, else from a hidden prompt. @throws Fault CLI007. */
  protected async secretInput(name: string): Promise<string> {
    const { readSecret } = await import('./prompt.js');
    return readSecret({ name, command: this.spoken() }, await this.promptContext());
  }

  /** Whether a person is there to answer. */
  protected async isInteractive(): Promise<boolean> {
    return (await this.promptContext()).interactive;
  }

  protected override async parse<
    F extends Interfaces.OutputFlags<Interfaces.FlagInput>,
    B extends Interfaces.OutputFlags<Interfaces.FlagInput>,
    A extends Interfaces.OutputArgs<Interfaces.ArgInput>,
  >(options?: Interfaces.Input<F, B, A>, argv?: string[]) {
    const parsed = await super.parse<F, B, A>(withoutStdin<F, B, A>(options ?? this.ctor), argv);
    this.given = parsed.flags;
    return parsed;
  }

  /** Runs the command to its end, outcome included; never throws. */
  async execute(): Promise<void> {
    await this._run();
  }

  protected override async _run<T>(): Promise<T> {
    this.interruption = listenForInterruption({
      lang: this.lang,
      isHeeded: () => this.signalHeeded,
      doing: () => this.progress?.doing() ?? '',
      say: (text) => (this.progress ? this.progress.say(text) : this.note(text)),
    });
    try {
      const data = await this.run();
      await Promise.all(this.remarks);
      await this.progress?.close();
      this.succeed(data);
      return data as T;
    } catch (error) {
      await Promise.allSettled(this.remarks);
      await this.progress?.close();
      await this.fail(error);
      return undefined as T;
    } finally {
      this.interruption.dispose();
    }
  }

  private succeed(data: unknown): void {
    process.exitCode = this.interruption?.received ? exitCodes.interrupted : this.exitCode;
    if (this.jsonEnabled()) {
      const warnings = this.warnings;
      writeDocument({ ok: true, data: data ?? null, warnings, formatVersion: 1 });
    }
  }

  private async fail(thrown: unknown): Promise<void> {
    if (isPlainExit(thrown)) {
      process.exitCode = thrown.oclif.exit;
      return;
    }
    const { reportFailure } = await import('./outcome.js');
    process.exitCode = await reportFailure(this.causeOf(thrown), {
      argv: this.argv,
      command: this.spoken(),
      version: this.config.version,
      json: this.jsonEnabled(),
      warnings: this.warnings,
      partial: this.partial,
      interrupted: this.interruption?.received !== undefined,
    });
  }

  /** An error that only says "aborted" stands for the signal that aborted it. */
  private causeOf(thrown: unknown): unknown {
    const aborted = this.interruption?.signal;
    const isAbort = thrown instanceof Error && /^Abort/.test(thrown.name);
    return aborted?.aborted && isAbort ? aborted.reason : thrown;
  }

  private async promptContext(): Promise<PromptContext> {
    const { isInteractive } = await import('./prompt.js');
    const interactive = isInteractive(this.given['no-input'] === true, process.env);
    return { interactive, signal: (this.interruption ?? neverInterrupted).signal };
  }

  private async warnOf({ warnings, files }: LoadedInventory): Promise<void> {
    const { phrase } = await import('./prose/index.js');
    for (const { code, args } of warnings) {
      this.warnings.push({ code, message: phrase(code, args, this.lang).text });
    }
    const { renderDiagnostics } = await import('./diagnostics.js');
    const colour = hasColour(process.stderr, process.env);
    this.note(renderDiagnostics(warnings, files, { lang: this.lang, colour }).trimEnd());
  }

  private spoken(): string {
    return (this.id ?? '').replaceAll(':', ' ');
  }
}

const neverInterrupted = { signal: new AbortController().signal };
